import CRM
import Foundation
import Postgres
import Support
import Testing

/// Processes of their own on one database: the clock of one an hour behind the machine's, that of the other an hour
/// ahead. That is longer than a lease, so whatever a service judged by its own clock would go wrong.
@Suite(.serialized) struct `Two services on one database` {
  @Test func `admit of a thousand at once as many as seats were bought`() async throws {
    try await withPair(people: 1000, seats: 5) { pair in
      Self.expectFive(of: try await pair.signIn(1...1000))
      try await pair.database.expectLent(5)
    }
  }

  private static func expectFive(of replies: [Reply]) {
    #expect(replies.count { $0.status == 201 } == 5)
    let refused = replies.filter { $0.status == 402 }
    #expect(refused.count == replies.count - 5)
    let untold = refused.filter { !tells($0, seats: 5) }
    #expect(untold.isEmpty, "\(untold.first?.headers ?? []) \(untold.first?.text ?? "")")
  }

  /// Whether a refusal says how many there are and when one is free: by the database's clock within a lease.
  private static func tells(_ reply: Reply, seats: Int) -> Bool {
    let wait = Int(reply[header: "retry-after"] ?? "") ?? 0
    return reply.problem == "seats_taken" && reply["seats"]?.int == seats
      && reply["held"]?.int == seats && reply["free_at"]?.string != nil
      && (60...1800).contains(wait)
  }

  @Test func `lend one seat to a person who signs in a thousand times`() async throws {
    try await withPair(people: 1, seats: 5) { pair in
      let replies = try await pair.signIn(Array(repeating: 1, count: 1000))
      #expect(replies.count { $0.status == 201 } == 1000)
      #expect(try await pair.database.holders() == ["person-1"])
      #expect(try await pair.database.seatEvents("admit") == 1)
      let slots = try await pair.database.observed("select from licensing.seat where slot_no > 0")
      #expect(slots.count == 1)
    }
  }

  @Test func `refuse nobody while seats are free`() async throws {
    try await withPair(people: 41, seats: 40) { pair in
      let first = try await pair.signIn(1...2)
      let rest = try await pair.signIn(3...40)
      #expect((first + rest).allSatisfy { $0.status == 201 })
      #expect(try await pair.database.holders().count == 40)
      #expect(try await pair.database.seatEvents("deny") == 0)
      #expect(try await pair.signIn(41...41).map(\.status) == [402])
    }
  }

  @Test func `lend no seat twice while people come and go`() async throws {
    try await withPair(people: 40, seats: 5) { pair in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...40 { group.addTask { try await pair.visit(number) } }
        try await group.waitForAll()
      }
      #expect(try await pair.database.holders() == [])
      #expect(try await pair.database.mostLent() <= 5)
      #expect(try await pair.database.seatEvents("admit") == 40)
      #expect(try await pair.database.seatEvents("release") == 40)
      #expect(try await pair.database.chainFaults() == [])
    }
  }

  @Test func `let nobody in beyond what is bought at that moment, while licences come and go`()
    async throws
  {
    try await withPair(people: 40, seats: 5) { pair in
      try await pair.database.watchSeats()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...40 { group.addTask { try await pair.visit(number) } }
        group.addTask {
          for (place, seats) in [3, 7, 3, 5, 7, 3, 5].enumerated() {
            try await pair.database.license(seats: seats, revision: 3 + place)
            try await Task.sleep(for: .milliseconds(300))
          }
        }
        try await group.waitForAll()
      }
      let seen = try await pair.database.observed(
        """
        select count(*) as admissions, count(*) filter (where held > cap) as beyond
        from public.seen
        """)
      #expect(try seen.single.int("admissions") == 40)
      #expect(try seen.single.int("beyond") == 0)
      #expect(try await pair.database.holders() == [])
      #expect(try await pair.database.chainFaults() == [])
    }
  }
}

extension TestDatabase {
  /// Has each seat that is taken write down, in its own transaction, how many are held then and how many may be.
  fileprivate func watchSeats() async throws {
    try await withClient(superuser) { client in
      for statement: SQL in [
        "create table public.seen (held bigint not null, cap integer not null)",
        "grant select on public.seen to test_observer",
        """
        create function public.see_seat() returns trigger language plpgsql security definer as $$
        begin
          insert into public.seen
          select (select count(*) from licensing.seat as s where s.slot_no > 0 and s.subject is not null
            and s.lease_until > clock_timestamp()), st.cap
          from licensing.state as st;
          return null;
        end
        $$
        """,
        """
        create trigger made after insert on licensing.seat for each row
        when (new.slot_no > 0 and new.subject is not null) execute function public.see_seat()
        """,
        """
        create trigger taken after update on licensing.seat for each row
        when (new.slot_no > 0 and new.subject is distinct from old.subject and new.subject is not null)
        execute function public.see_seat()
        """,
      ] { _ = try await client.execute(statement) }
    }
  }

  /// Checks that so many seats were lent, each once, and all other comers denied.
  fileprivate func expectLent(_ seats: Int) async throws {
    #expect(try await holders().count == seats)
    #expect(try await mostLent() == seats)
    #expect(try await seatEvents("admit") == seats)
    #expect(try await chainFaults() == [])
    let days = try await observed(
      """
      select (select max(slot_no) from licensing.seat) as slots, max_held as most, denies
      from licensing.seat_day order by day
      """)
    let slots = try days.map { try $0.int("slots") }
    let most = try days.map { try $0.int("most") }.max()
    let denies = try days.map { try $0.int("denies") }.reduce(0, +)
    #expect(slots.allSatisfy { $0 == seats } && most == seats && denies >= 1000 - seats)
  }
}

/// Gives the body two services, and people for whom there are so many seats.
private func withPair(
  people: Int, seats: Int, _ body: (Pair) async throws -> Void
) async throws {
  try await withDatabase { database in
    try await database.people(people)
    try await database.license(seats: seats)
    try await withService(database.service, clock: .seconds(-3600)) { behind in
      try await withService(database.service, clock: .seconds(3600)) { ahead in
        let pair = Pair(database: database, doors: [behind.anyone, ahead.anyone])
        let times = try await [pair.time(0), pair.time(1)]
        #expect(times[1].timeIntervalSince(times[0]) > 3600)
        try await body(pair)
      }
    }
  }
}

/// Two services; who comes takes one door, the next one the other.
private struct Pair: Sendable {
  let database: TestDatabase
  let doors: [TestSession]

  /// What time it is at a door.
  func time(_ door: Int) async throws -> Date {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    let told = try await doors[door].get("license")[header: "date"] ?? ""
    return try #require(format.date(from: told), "\(told)")
  }

  /// Signs people in, all at once.
  func signIn(_ people: some Sequence<Int>) async throws -> [Reply] {
    try await withThrowingTaskGroup(of: Reply.self) { group in
      for (place, person) in people.enumerated() {
        let door = doors[place % 2]
        group.addTask { try await door.signIn("person-\(person)") }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  /// Comes until there is a seat, works at the other door, and goes.
  func visit(_ person: Int) async throws {
    var reply = try await doors[person % 2].signIn("person-\(person)")
    while reply.status == 402 {
      try await Task.sleep(for: .milliseconds(100))
      reply = try await doors[person % 2].signIn("person-\(person)")
    }
    #expect(reply.status == 201, "\(reply.text)")
    let session = doors[(person + 1) % 2].with(token: reply["token"]?.string)
    #expect(try await session.get("me").status == 200)
    #expect(try await session.delete("sessions/current", ifMatch: nil).status == 204)
  }
}
