import NIOCore
import Postgres

/// Who stands below whom on a day, with post and department: the whole enterprise, or the people below one.
struct OrgChart: Sendable {
  let engine: Engine

  var operation: Operation {
    Operation(
      "org_chart.get", .get, "/org-chart",
      Text("Who reports to whom, on a day", ru: "Кто кому подчиняется в этот день"),
      access: .permission(Permission("reporting_lines", "read")), parameters: Self.parameters,
      responses: [200: Operation.json(Self.schema)], answer: answer)
  }

  /// One statement makes the whole body, whose bytes go out as they come.
  private func answer(_ call: Call) async throws -> Answer {
    let question = try StaffQuery(call.query, dates: ["on"], numbers: ["root", "depth"])
    let (root, depth) = (question.numbers["root"], question.numbers["depth"] ?? 100)
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(reading: .reportingLines)
      return [
        """
        select json_build_object('on', d.day, 'data', coalesce((
          select json_agg(c) from staff.org_chart(d.day, \(root), \(depth)::integer) as c), '[]'))::text
        from (select coalesce(\(question.dates["on"])::date,
          (now() at time zone \(caller.timeZone))::date) as day) as d
        """
      ]
    }
    if let error = passage.error { throw error }
    return Answer(
      200, headers: [("Content-Type", "application/json")],
      body: .bytes(ByteBuffer(string: passage.results[0].string(0, 0) ?? "")))
  }

  private static let parameters: [Operation.Parameter] = [
    .init(
      "on", in: "query", ["type": "string", "format": "date"],
      Text("The day; today unless told otherwise.", ru: "День; по умолчанию сегодня.")),
    .init(
      "root", in: "query", ["type": "integer", "minimum": 1],
      Text("Only this employee and who stands below.", ru: "Только этот сотрудник и подчинённые.")),
    .init(
      "depth", in: "query", ["type": "integer", "minimum": 1, "maximum": 100],
      Text(
        "How many steps down; 100 unless told otherwise.",
        ru: "Сколько ступеней вниз; по умолчанию 100.")),
  ]

  private static let schema: JSON = [
    "type": "object", "required": ["on", "data"],
    "properties": [
      "on": ["type": "string", "format": "date"],
      "data": [
        "type": "array",
        "items": [
          "type": "object", "required": ["employee_id", "name", "level", "reports"],
          "properties": [
            "employee_id": ["type": "integer"], "name": ["type": "string"],
            "personnel_number": ["type": "string"], "manager_id": ["type": ["integer", "null"]],
            "level": ["type": "integer", "description": "Steps below the top; 0 there."],
            "position_id": ["type": ["integer", "null"]], "title": ["type": ["string", "null"]],
            "department_id": ["type": ["integer", "null"]],
            "department": ["type": ["string", "null"]],
            "reports": ["type": "integer", "description": "How many report to this one at once."],
          ],
        ],
      ],
    ],
  ]
}
