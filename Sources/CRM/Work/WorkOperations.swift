/// What may be done in the area of work over HTTP beyond what every resource has; nothing where its module is off.
struct WorkOperations: Sendable {
  let engine: Engine

  var operations: [Operation] {
    guard engine.model.resource(Resource.tasks.name) != nil else { return [] }
    return WorkReading(engine: engine).operations + CalendarFeed(engine: engine).operations
      + ProjectPlan(engine: engine).operations + MeetingRepetition(engine: engine).operations + [
        TaskRescheduling(engine: engine).operation, RuleOccurrences(engine: engine).operation,
        FreeBusy(engine: engine).operation, CalendarImport(engine: engine).operation,
      ]
  }
}
