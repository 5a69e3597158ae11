package larder.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The list of options in the help, under the headings that their classes name. */
final class GroupedHelp {
  private static final String REST = "Help";

  private GroupedHelp() {}

  static void install(CommandLine line) {
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, GroupedHelp::render);
    line.getSubcommands().values().forEach(GroupedHelp::install);
  }

  private static String render(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    for (OptionSpec option : help.commandSpec().options()) {
      if (!option.hidden()) {
        groups.computeIfAbsent(heading(option), heading -> new ArrayList<>()).add(option);
      }
    }
    List<OptionSpec> rest = groups.remove(REST);
    if (rest != null) {
      groups.put(REST, rest);
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (heading, options) -> {
          text.append(help.colorScheme().text("\n@|bold " + heading + "|@\n"));
          Help.Layout layout = help.createDefaultLayout();
          layout.addOptions(options, help.parameterLabelRenderer());
          text.append(layout);
        });
    return text.toString();
  }

  private static String heading(OptionSpec option) {
    String heading = OptionGroup.heading(option);
    return heading == null ? REST : heading;
  }
}
