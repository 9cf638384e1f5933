import CRM
import Postgres
import Support
import Synchronization

/// People who are at the books at once, each with his own thoughts.
struct ChanceCrowd: Sendable {
  let books: ChanceBooks
  let seed: UInt64
  /// What the names of their documents begin with.
  var word = "a"
  /// How many of a hundred deeds that can be asked for over HTTP are.
  var httpShare = 0.1
  /// Who they are over HTTP; the same as in SQL unless said otherwise.
  var visitors: [TestSession]?

  private final class Log: Sendable {
    let tally = Mutex(ChanceTally())
  }

  /// Has them do so many things, as the service's log-in in the context of their sessions.
  ///
  /// - Parameter isOver: Whether they go home before that.
  func work(
    _ deeds: Int, isOver: @escaping @Sendable (ChanceTally) -> Bool = { _ in false }
  ) async throws -> ChanceTally {
    let log = Log()
    let each = deeds / books.people.count
    try await withClient(books.database.service, connections: books.people.count) { client in
      await withTaskGroup(of: Void.self) { group in
        for person in books.people.indices {
          group.addTask {
            var mind = ChanceThrow(
              books: books, dice: Dice(state: seed &+ UInt64(person) &* 0x5DEE_CE66_D1CE))
            for turn in 0..<each where !log.tally.withLock({ isOver($0) }) {
              let deed = mind.deed("\(word)-\(person)-\(turn)")
              let isAsked = mind.dice.chance(httpShare)
              let givesUp = mind.dice.chance(0.03)
              if isAsked, deed.request != nil {
                await ask(person, deed, client, log)
              } else {
                await act(person, deed, givesUp: givesUp, client, log)
              }
            }
          }
        }
      }
    }
    return log.tally.withLock { $0 }
  }

  private func act(
    _ person: Int, _ deed: ChanceDeed, givesUp: Bool, _ client: Client,
    _ log: Log
  ) async {
    let statements = context(person) + deed.statements + (givesUp ? ["select 1 / 0 as id"] : [])
    do {
      let attempt = try await client.attempt(statements, deadline: .seconds(60))
      if let error = attempt.error {
        log.tally.withLock { $0.refused(deed, error, givesUp: givesUp) }
      } else {
        let id = try attempt.results.last?.first?.intIfPresent("id")
        log.tally.withLock { $0.done(deed, id) }
      }
    } catch {
      await lost(error, log)
    }
  }

  private func ask(
    _ person: Int, _ deed: ChanceDeed, _ client: Client, _ log: Log
  ) async {
    do {
      let row = try await client.batch(context(person) + [deed.pick]).last?.first
      guard let subject = try row?.intIfPresent("subject"),
        let request = deed.request?(subject, try row?.intIfPresent("target"))
      else {
        log.tally.withLock { $0.nothing += 1 }
        return
      }
      let body = JSON.object((request.body.object ?? []).filter { $0.value != .null })
      let reply = try await (visitors ?? books.people)[person].post(request.path, body)
      log.tally.withLock { $0.answered(deed, reply) }
    } catch {
      await lost(error, log)
    }
  }

  /// Whatever was cut off may have been done or not; who comes again waits a little.
  private func lost(_ error: any Error, _ log: Log) async {
    log.tally.withLock {
      $0.unknown += 1
      if $0.reasons.count < 20 { $0.reasons.append("\(error)") }
    }
    try? await Task.sleep(for: .milliseconds(50))
  }

  private func context(_ person: Int) -> [SQL] {
    books.people[person].token.map(TestCRM.entry) ?? []
  }
}
