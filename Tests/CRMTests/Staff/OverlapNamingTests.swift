import CRM
import Postgres
import Support
import Testing

@Suite struct `An overlap` {
  private func leave(_ desk: LeaveDesk, _ from: String, _ until: String) -> JSON {
    [
      "employee_id": .id(desk.anna), "absence_type_id": .id(desk.annual),
      "valid_from": .string(from), "valid_until": .string(until),
    ]
  }

  @Test func `names the other record in bulk, in a job and in an import`() async throws {
    try await withPersonnel { firm in
      let (desk, chief) = (try await LeaveDesk(firm), try await firm.crm.as(.administrator))
      let first = try await desk.ask("2025-06-08", "2025-06-21")
      let words = "record \(first.id) ("
      let bulk = try await chief.post(
        "absences/bulk",
        [
          "mode": "each",
          "operations": [["op": "create", "data": leave(desk, "2025-06-21", "2025-06-22")]],
        ])
      #expect(bulk.text.contains(words), "\(bulk.text)")

      let second = try await desk.ask("2025-07-01", "2025-07-05")
      let job = try await firm.crm.bulk(
        chief,
        [
          "resource": "absences", "op": "update", "mode": "each",
          "data": ["valid_from": "2025-06-20"],
          "ids": [.id(second.id)], "expected_count": 1,
        ])
      let refusals = try await chief.get("jobs/\(job.int("id"))/refusals")
      #expect(refusals.text.contains(words), "\(refusals.text)")

      let loading = Loading(session: chief)
      let path = try await loading.announce([
        "resource": "absences", "match_by": ["external_source", "external_key"],
        "constants": ["external_source": "test"],
        "columns": [
          "external_key": ["column": "ID"], "employee_id": ["column": "Who"],
          "absence_type_id": ["column": "Type"], "valid_from": ["column": "From"],
          "valid_until": ["column": "Until"],
        ],
      ])
      let rows = "1,\(desk.anna),\(desk.annual),2025-06-10,2025-06-10\n"
      let loaded = try await loading.send("ID,Who,Type,From,Until\n" + rows, to: path)
      #expect(loaded["refused"] == 1, "\(loaded.text)")
      let errors = try await chief.get("\(path)/errors")
      #expect(errors.text.contains(words), "\(errors.text)")
      let kept = try await firm.text("select count(*)::text from staff.absence")
      #expect(kept == "2")
    }
  }
}
