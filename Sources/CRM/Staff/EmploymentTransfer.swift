import Postgres

/// Another post, or another rate, from a day on: what somebody holds until then ends the day before, and stays. His
/// account and its roles follow, and his open records go to a successor, where one is named.
struct EmploymentTransfer: Sendable {
  let engine: Engine
  private static let creation = Permission("employments", "create")
  private static let change = Permission("employments", "update")

  var operation: Operation {
    Operation(
      "employees.transfer", .post, "/employees/{id}/transfer",
      Text(
        "Transfer or promote somebody from a day on; what he holds ends the day before",
        ru:
          "Перевести или повысить сотрудника с указанного дня; прежнее назначение закончится накануне"
      ),
      access: .permission(Self.creation), parameters: [.recordID, .idempotencyKey],
      request: Operation.json(Self.request),
      responses: [201: Operation.json(Resource.employments.schema())],
      headers: [201: ["ETag", "Location"]], problems: [404, 409], answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let model = engine.model
    let json = try call.json()
    let (body, own) = Self.body(json, of: id)
    let successor = json["successor_id"]?.int
    let (draft, found) = try Draft.read(body, .employments, model, .create)
    var faults = found
    for fault in own { faults.append(fault) }
    try faults.finish()
    guard let from = draft.values.first(where: { $0.column.name == "valid_from" })?.bind else {
      throw Problem.internalError
    }
    let idempotency = try Idempotency(
      call, path: "/employees/\(id)/transfer", table: engine.relations.idempotency)
    let record = try RecordStatement(.employments, model, id: WriteStatement.created)
    let once = try await engine.door.once(
      call, idempotency, status: 201,
      keeping: RecordSource.keeping(
        .employments, [Resource.Child](), model, id: WriteStatement.created)
    ) { caller, condition in
      try caller.require(Self.creation)
      try caller.require(Self.change)
      let created = WriteStatement.created
      let follow: SQL = """
        select staff.follow(\(created), \(successor)) as followed
        where \(created) is not null and \(condition)
        """
      return [Self.closing(id, from, condition)]
        + WriteStatement.insert(
          draft, if: "\(condition) and current_setting('crm.moved', true) = '1'"
        )
        .map(\.sql) + [follow] + record.statements
    }
    if let error = once.passage.error { throw try await refusal(error, id, from, call) }
    if let idempotency, once.isReplayed {
      let (kept, results) = try await engine.kept(idempotency, .employments, model, call)
      return try Self.made(kept, results, once)
    }
    guard once.passage.results[0].count == 1 else { throw Problem.notFound }
    guard once.passage.results[1].count == 1 else { throw Problem.nothingHeld }
    return try Self.made(
      record, Array(once.passage.results.suffix(record.statements.count)), once)
  }

  /// Finds the employee, and ends what he holds on that day; how many that were stands in a setting.
  private static func closing(_ id: Int, _ from: Bind, _ condition: SQL) -> SQL {
    """
    with closed as (
      update staff.employment set valid_until = \(from) - 1
      where employee_id = \(id) and valid_from < \(from)
        and (valid_until is null or valid_until >= \(from)) and \(condition)
      returning id
    )
    select e.id, set_config('crm.moved', (select count(*) from closed)::text, true) as moved
    from staff.employee as e where e.id = \(id)
    """
  }

  private static func made(
    _ record: RecordStatement, _ results: [Rows], _ once: OncePassage
  ) throws -> Answer {
    guard let (body, etag) = record.read(results), let id = try results.first?.first?.int("id")
    else { return Answer(201, headers: once.headers) }
    return Answer(
      201,
      headers: [
        ("Content-Type", "application/json"), ("ETag", etag),
        ("Location", "\(API.root)/employments/\(id)"),
      ] + once.headers, body: .bytes(body))
  }

  /// What overlaps behind the closed stretch can only be one that begins later.
  private func refusal(
    _ error: DatabaseError, _ id: Int, _ from: Bind, _ call: Call
  ) async throws -> any Error {
    if error.constraint == "employment_successor_active" { return Problem.successorUnfit }
    guard var problem = Problem.refused(error, .employments, engine.model, pointer: "") else {
      return error
    }
    guard error.sqlState == ConflictingRecord.state else { return problem }
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        select id, valid_from::text as label from staff.employment
        where employee_id = \(id) and valid_from >= \(from) order by valid_from limit 1
        """
      ]
    }
    guard passage.error == nil, let row = passage.results[0].first else { return problem }
    let (number, label) = (try row.int("id"), try row.string("label"))
    problem.errors = [
      .init(
        "/valid_from", error.constraint ?? "refused",
        problem.errors.first?.detail.naming(number, label) ?? problem.detail)
    ]
    return problem
  }
}

extension EmploymentTransfer {
  /// The body as a record of a new stretch: whose it is stands in the path.
  private static func body(
    _ json: JSON, of employee: Int
  ) -> (body: JSON, faults: [Problem.Field]) {
    guard let members = json.object else { return (json, []) }
    var faults: [Problem.Field] = []
    if json["employee_id"] != nil {
      faults.append(
        .init(
          "/employee_id", "read_only",
          Text("The employee stands in the path.", ru: "Сотрудник указан в пути.")))
    }
    if let kind = json["kind"], kind != "transfer", kind != "promotion" {
      faults.append(
        .init(
          "/kind", "employment_kind_known",
          Text("The kind is transfer or promotion.", ru: "Вид: transfer или promotion.")))
    }
    if let successor = json["successor_id"], successor != .null, (successor.int ?? 0) < 1 {
      faults.append(
        .init(
          "/successor_id", "wrong_type",
          Text("An integer from 1 on is expected.", ru: "Ожидается целое число от 1.")))
    }
    let kept = members.filter { $0.name != "employee_id" && $0.name != "successor_id" }
    let kind: [JSON.Member] = json["kind"] == nil ? [.init("kind", "transfer")] : []
    return (.object(kept + kind + [.init("employee_id", .number(String(employee)))]), faults)
  }

  private static let request: JSON = [
    "type": "object", "required": ["position_id", "valid_from"], "additionalProperties": false,
    "properties": [
      "position_id": ["type": "integer", "minimum": 1],
      "valid_from": ["type": "string", "format": "date"],
      "valid_until": ["type": ["string", "null"], "format": "date"],
      "rate": ["type": "string", "description": "Places; 1 unless told otherwise."],
      "kind": ["enum": ["transfer", "promotion"]],
      "successor_id": [
        "type": ["integer", "null"],
        "description": "The account that gets the open records; without it they stay.",
      ],
      "order_number": ["type": ["string", "null"]],
      "order_on": ["type": ["string", "null"], "format": "date"],
      "notes": ["type": ["string", "null"]],
      "external_source": ["type": ["string", "null"]],
      "external_key": ["type": ["string", "null"]],
    ],
  ]
}

extension Problem {
  /// 422: open work goes to somebody who can do it.
  fileprivate static var successorUnfit: Problem {
    validation([
      .init(
        "/successor_id", "employment_successor_active",
        Text(
          "A successor is another person than you, with an active account.",
          ru: "Преемник — не вы сами, а человек с действующей учётной записью."))
    ])
  }

  /// 409: who holds no post the day before has nothing to be transferred from.
  fileprivate static var nothingHeld: Problem {
    .conflict(
      "nothing_held",
      Text(
        "The employee holds no position up to that day: make an employment instead.",
        ru: "До этого дня сотрудник не занимает должности: создайте назначение."))
  }
}
