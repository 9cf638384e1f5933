import ArgumentParser
import License
import Postgres

struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Look after the ledger itself.",
    subcommands: [Check.self, Export.self, Migrate.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract:
        "See that no event is missing or changed, and that the state is what follows from them.",
      discussion: "Exit 2 when it is not so.")

    @OptionGroup var place: LedgerOptions

    func run() async throws {
      let (count, faults) = try await Ledger.open(place.conninfo()) { try await $0.check() }
      let rows = faults.map { [Value($0.seq), .string($0.fault)] }
      if place.answer.json {
        Console.write(
          ([
            "events": Value(count), "ok": .bool(faults.isEmpty),
            "faults": Table(columns: ["event", "fault"], rows: rows).value,
          ] as Value).json)
      } else if faults.isEmpty {
        let noun = count == 1 ? "event" : "events"
        Console.write("\(count) \(noun), all as they were written; the state follows from them")
      } else {
        Console.write(Table(columns: ["event", "fault"], rows: rows).text)
      }
      if !faults.isEmpty { throw ExitCode(ExitStatus.untrusted.rawValue) }
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print every event with its hashes, one JSON object a line.")

    @OptionGroup var place: LedgerOptions

    func run() async throws {
      try await Ledger.open(place.conninfo()) { ledger in
        let rows = try await ledger.client.rows(
          """
          select jsonb_build_object('seq', seq, 'at', at, 'operator', operator,
            'login_name', login_name, 'reason', reason, 'kind', kind, 'subject', subject,
            'day', day, 'body', body, 'previous', encode(previous, 'hex'),
            'hash', encode(hash, 'hex'))::text as line
          from ledger.event order by seq
          """)
        for row in rows { Console.write(try row.string("line")) }
      }
    }
  }

  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring the ledger to the schema of this release; connect as license_migrator.")

    @OptionGroup var place: LedgerOptions
    @OptionGroup var sql: LedgerSQLOption

    func run() async throws {
      let files = try sql.files()
      let done = try await Ledger.open(place.conninfo(as: "license_migrator")) {
        try await LedgerMigration(ledger: $0, files: files).run()
      }
      Console.show(["applied": Value(done)] as Sheet, json: place.answer.json)
    }
  }
}

extension Ledger {
  /// Looks for events that are missing or changed, and makes the state anew in a transaction that is rolled back.
  func check() async throws -> (events: Int, faults: [(seq: Int?, fault: String)]) {
    let chain = try await client.rows("select seq, fault from ledger.verify()")
    var faults: [(seq: Int?, fault: String)] = try chain.map {
      (try $0.int("seq"), try $0.string("fault"))
    }
    let count = try await client.rows("select count(*) as count from ledger.event").single
      .int("count")
    do {
      for table in try await replay() {
        faults.append((nil, "the state does not follow from the events: \(table)"))
      }
    } catch let error as DatabaseError where error.sqlState.hasPrefix("2") {
      faults.append((nil, "the events cannot be replayed: \(error.message)"))
    }
    return (count, faults)
  }

  private struct Undone: Error { let tables: [String] }

  private func replay() async throws -> [String] {
    do {
      return try await client.transaction { transaction in
        let rows = try await transaction.rows("select ledger.replay() as name")
        throw Undone(tables: try rows.map { try $0.string("name") })
      }
    } catch let undone as Undone {
      return undone.tables
    }
  }
}
