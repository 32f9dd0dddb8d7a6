package io.flowengine.internal.runtime;

import static io.flowengine.internal.runtime.Deprecations.locating;

import io.flowengine.execution.InvalidInputException;
import java.util.Map;
import java.util.Set;

/** The calls of the flow API, by name. */
final class Operations {
  private static final Map<String, Operation> ALL =
      Map.ofEntries(
          Map.entry("flow", locating(CreateOperations::flow)),
          Map.entry("script", locating(CreateOperations::script)),
          Map.entry("connect", locating(ConnectOperations::connect)),
          Map.entry("clone", locating(CreateOperations::clone)),
          Map.entry("run_wrapped", CreateOperations::runWrapped),
          Map.entry("run", locating(CreateOperations::run)),
          Map.entry("wait_for", WaitOperations::waitFor),
          Map.entry("sleep", WaitOperations::sleep),
          Map.entry("success", ControlOperations::success),
          Map.entry("webhook_response", WebhookOperations::response),
          Map.entry("early_return", WebhookOperations::earlyReturn),
          Map.entry("error", ControlOperations::error),
          Map.entry("set_output", ControlOperations::setOutput),
          Map.entry("save", locating(ControlOperations::save)),
          Map.entry("pause", ControlOperations::pause),
          Map.entry("cancel", ControlOperations::cancel),
          Map.entry("log", ControlOperations::log),
          Map.entry("print", ControlOperations::print),
          Map.entry("deprecated", Deprecations::tell),
          Map.entry("step", StepOperations::step),
          Map.entry("patched", ControlOperations::patched),
          Map.entry("message", MessageOperations::message),
          Map.entry("message.wait", MessageOperations::wait),
          Map.entry("acquire", LockOperations::acquire),
          Map.entry("release", LockOperations::release),
          Map.entry("send", SignalOperations::send),
          Map.entry("receive", SignalOperations::receive),
          Map.entry("continue_as", ControlOperations::continueAs),
          Map.entry("exists", RecordOperations::exists),
          Map.entry("load", RecordOperations::load),
          Map.entry("save_record", locating(RecordOperations::save)),
          Map.entry("schedule.fires", FiresOperation::call),
          Map.entry("append_to_setting", SettingOperations::append),
          Map.entry("update_record", locating(RecordOperations::update)),
          Map.entry("delete_record", RecordOperations::delete),
          Map.entry("clone_record", RecordOperations::copy),
          Map.entry("write_secret", VaultOperations::writeSecret),
          Map.entry("file.read", FileOperations::read),
          Map.entry("file.chunk", FileOperations::chunk),
          Map.entry("file.begin", FileOperations::begin),
          Map.entry("file.put", FileOperations::put),
          Map.entry("file.end", FileOperations::end),
          Map.entry("file.drop", FileOperations::drop),
          Map.entry("elements.select", ElementOperations::perform),
          Map.entry("elements.progress", ElementOperations::perform),
          Map.entry("schedule.begin", ScheduleOperations::begin),
          Map.entry("schedule.rest", ScheduleOperations::rest),
          Map.entry("schedule.look", ScheduleOperations::look),
          Map.entry("schedule.answer", ScheduleOperations::answer),
          Map.entry("schedule.settle", ScheduleOperations::settle),
          Map.entry("schedule.again", ScheduleOperations::again),
          Map.entry("schedule.ended", ScheduleOperations::ended),
          Map.entry("list", ListOperations::list),
          Map.entry("list.page", ListOperations::page),
          Map.entry("load_records", ListOperations::loadRecords));
  private static final Set<String> LATER = Set.of("parallel", "map");

  private Operations() {}

  /**
   * Finds a call.
   *
   * @throws InvalidInputException if there is none of that name, or not yet
   */
  static Operation find(String name) {
    Operation operation = ALL.get(name);
    if (operation == null) {
      throw LATER.contains(name)
          ? InvalidInputException.notAvailableYet(name + "()")
          : new InvalidInputException("call", "must be one of the flow API", name);
    }
    return operation;
  }
}
