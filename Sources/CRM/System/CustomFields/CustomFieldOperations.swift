import Postgres

/// What the service adds to the operations that change custom fields; the change itself is the database's.
struct CustomFieldOperations: Sendable {
  /// Makes this service's engine that of the database.
  let refresh: @Sendable () async -> Void

  /// How often the locks are tried for.
  private static let tries = 20
  private static let changing: Set<String> = [
    "custom_fields.create", "custom_fields.update", "custom_fields.delete",
    "custom_fields.restore", "custom_fields.bulk",
  ]

  /// The operations, those on custom fields so that they are answered when the next request here sees the change.
  func over(_ operations: [Operation]) -> [Operation] {
    operations.map { operation in
      guard Self.changing.contains(operation.id) else { return operation }
      return operation.answered { call in try await answer(call, operation) }
    }
  }

  /// Readers and writers of the table go first: the database waits briefly for its locks, and we come back.
  private func answer(_ call: Call, _ operation: Operation) async throws -> Answer {
    for attempt in 1...Self.tries {
      do {
        let answer = try await operation.answer(call)
        await refresh()
        return answer
      } catch let error as DatabaseError where error.isLockTrouble {
        try await Task.sleep(for: .milliseconds(min(50 * attempt, 500)))
      }
    }
    throw Problem.tableBusy
  }

  /// Holds the rules of a new column against the records that are there, and others go on meanwhile.
  static func validation(_ client: Client) -> JobKind {
    JobKind("custom-field") { job in
      guard let id = job.input["id"]?.int else { return [:] }
      let results = try await client.batch(
        ["select system.validate_custom_field(\(id)) as done"], deadline: .seconds(3600))
      return ["validated": .number(String(try results[0].single.int("done")))]
    }
  }
}

extension Operation {
  /// The same operation; one that changes something does this before it answers.
  func followed(by next: @escaping @Sendable () async -> Void) -> Operation {
    guard method != .get else { return self }
    return answered { call in
      let answer = try await answer(call)
      await next()
      return answer
    }
  }

  /// The same operation, answered otherwise.
  func answered(by answer: @escaping @Sendable (Call) async throws -> Answer) -> Operation {
    Operation(
      id, method, path, summary, access: access, parameters: parameters, request: request,
      responses: responses, headers: headers, problems: problems, maximumBody: maximumBody,
      streams: streams, answer: answer)
  }
}

extension Problem {
  /// 503: the table of a custom field was in use whenever its lock was tried for.
  static var tableBusy: Problem {
    Problem(
      503, "table_busy", Text("The table is in use", ru: "Таблица занята"),
      detail: Text(
        "A long transaction holds the table, an export or a backup perhaps: nothing was changed; try again later.",
        ru:
          "Таблицу держит долгая транзакция, возможно, выгрузка или резервная копия: ничего не изменено; повторите позже."
      ), headers: [("Retry-After", "30")])
  }
}
