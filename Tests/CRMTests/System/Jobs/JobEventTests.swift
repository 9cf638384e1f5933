import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The events of a job` {
  @Test func `tell each step until the end`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let id = try await crm.enqueue("steps", as: seller)[0]
      let kind = JobKind("steps") { job in
        for step in 1...3 {
          try await job.tell(done: step, total: 3, checkpoint: ["step": .number("\(step)")])
          // Who asks for the events comes within the first step.
          try await Task.sleep(for: .seconds(3))
        }
        return ["steps": 3]
      }
      try await withRunner(crm.database, [kind]) {
        let reply = try await seller.get("jobs/\(id)/events")
        #expect(reply.status == 200 && reply[header: "content-type"] == "text/event-stream")
        let events = reply.text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
          .map { (try? JSONParser.parse(Array($0.dropFirst(6).utf8))) ?? .null }
        #expect(
          events.last?["state"]?.string == "done" && events.last?["result"]?["steps"]?.int == 3)
        let steps = Set(events.compactMap { $0["done"]?.int })
        #expect(steps.isSuperset(of: [1, 2, 3]), "\(reply.text)")
        #expect(events.allSatisfy { $0["checkpoint"] == nil && $0["worker"] == nil })
      }
    }
  }

  @Test func `of another's job are not told`() async throws {
    try await withCRM { crm in
      let id = try await crm.enqueue("nobody-does", as: crm.as(.sales))[0]
      #expect(try await crm.as(.sales, number: 2).get("jobs/\(id)/events").status == 404)
      let list = try await crm.as(.administrator).get("jobs?kind=nobody-does&state=waiting")
      #expect(list.data.compactMap { $0["id"]?.int } == [id])
    }
  }

  @Test func `end when the service does`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let id = try await crm.enqueue("nobody-does", as: seller)[0]
      let token = try #require(seller.token)
      let answer = try await crm.raw.watch(
        "GET /api/v1/jobs/\(id)/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n",
        until: "waiting"
      ) { await crm.lifecycle.triggerGracefulShutdown() }
      #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("waiting"), "\(answer)")
    }
  }
}
