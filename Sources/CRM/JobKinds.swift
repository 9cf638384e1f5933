import Postgres

extension CRM {
  /// The work that goes on behind requests.
  static func kinds(_ client: Client, _ engine: CurrentEngine) -> [JobKind] {
    [
      .probe, Sweeper(client: client).kind, FileSweeper(client: client).kind,
      CustomFieldOperations.validation(client), BulkJob(engine: engine).kind,
      ReversalJob(engine: engine).kind, DocumentReminders(client: client).kind,
      AccountFollowing(client: client).kind, TaskRules(client: client).kind,
      TaskReminders(client: client).kind, FileTexts(client: client).kind,
      ExpiryReminders(client: client).kind, ContractCare(client: client).kind,
      ImportJob { try engine.value() }.kind,
    ]
  }
}
