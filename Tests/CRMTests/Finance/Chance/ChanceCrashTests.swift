import CRM
import Glibc
import Postgres
import Support
import Synchronization
import Testing

/// As in ``Whatever twenty people do to the books``, but that something is killed meanwhile.
@Suite struct `Books whose keepers are killed` {
  /// What dies, while all are at work.
  enum Victim: CaseIterable {
    case server, backend, service
  }

  @Test func `agree, and hold whatever was said to be done`() async throws {
    let seed = ChanceSeed.any()
    try await CrashingServer.with { server, database in
      let books = try await withCRM(on: database) { try await ChanceBooks($0, people: 12) }
      var dice = Dice(state: seed)
      for victim in Victim.allCases {
        let moment = dice.number(100...300)
        let tally = try await withService(database.service) { service in
          let crowd = ChanceCrowd(
            books: books, seed: dice.next(), word: "\(victim)",
            httpShare: victim == .service ? 0.8 : 0.2,
            visitors: books.people.map { service.anyone.with(token: $0.token) })
          return try await Self.strike(crowd, after: moment) {
            switch victim {
            case .server:
              try await server.kill()
              try await server.start()
            case .backend: try await Self.killBackend(database)
            case .service: await service.end()
            }
          }
        }
        let note: Comment = "CRM_CHANCE_SEED=\(seed), \(victim) after \(moment); \(tally.summary)"
        let isThere = try await eventually {
          (try? await database.observed("select from finance.entry limit 1")) != nil
        }
        #expect(isThere, note)
        #expect(tally.faults == [], note)
        #expect(tally.unknown > 0 && tally.successes >= moment, note)
        let faults = try await ChanceVerdict.faults(books)
        #expect(faults == [], note)
        let missing = try await ChanceVerdict.missing(books, tally)
        #expect(missing == [], note)
      }
    }
  }

  /// Lets them work until so much is done, strikes, and lets them go on for a while.
  private static func strike(
    _ crowd: ChanceCrowd, after moment: Int, _ blow: () async throws -> Void
  ) async throws -> ChanceTally {
    let bell = Bell()
    async let tally = crowd.work(1_000_000) { tally in
      bell.ring(tally.successes >= moment)
    }
    while !bell.hasRung { try await Task.sleep(for: .milliseconds(2)) }
    let outcome: Result<Void, any Error>
    do {
      try await blow()
      try await Task.sleep(for: .seconds(1))
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    bell.end()
    let all = try await tally
    try outcome.get()
    return all
  }

  /// One process of the server, of those who serve the writers: the others are ended by the server then, which recovers.
  private static func killBackend(_ database: TestDatabase) async throws {
    let pid = try await withClient(database.superuser) { client in
      try await client.first(
        """
        select pid from pg_catalog.pg_stat_activity
        where datname = current_database() and usename = 'crm_service' and backend_type = 'client backend'
        order by state <> 'active', random() limit 1
        """
      )?.int("pid")
    }
    kill(pid_t(try #require(pid)), SIGKILL)
  }

  /// When it is time to strike, and when to go home.
  private final class Bell: Sendable {
    private let state = Mutex((rung: false, over: false))

    /// Whether it is over.
    func ring(_ isTime: Bool) -> Bool {
      state.withLock {
        if isTime { $0.rung = true }
        return $0.over
      }
    }

    var hasRung: Bool { state.withLock { $0.rung } }

    func end() { state.withLock { $0.over = true } }
  }
}
