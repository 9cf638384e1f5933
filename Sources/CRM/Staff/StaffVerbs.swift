/// What is done with people beyond keeping their records.
struct StaffVerbs: Sendable {
  let engine: Engine

  /// None where the module is off, whose tables are not served then.
  var operations: [Operation] {
    guard engine.model.resource(Resource.employees.name) != nil else { return [] }
    return [
      EmploymentTransfer(engine: engine).operation, OrgChart(engine: engine).operation,
      Arrival(engine: engine).operation, Departure(engine: engine).operation,
    ] + AbsenceDecision(engine: engine).operations + WorkingTime(engine: engine).operations
      + TimesheetStates(engine: engine).operations
      + AbsenceDelegation(engine: engine).operations
  }
}
