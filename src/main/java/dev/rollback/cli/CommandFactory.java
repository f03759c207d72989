package dev.rollback.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands for the command line parser; each is given the world that it works in. */
final class CommandFactory implements CommandLine.IFactory {
  private final World world;

  CommandFactory(World world) {
    this.world = world;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (!BaseCommand.class.isAssignableFrom(type)) {
      return CommandLine.defaultFactory().create(type);
    }
    Constructor<K> constructor = type.getDeclaredConstructor(World.class);
    constructor.setAccessible(true);
    return constructor.newInstance(world);
  }
}
