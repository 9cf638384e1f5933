import Postgres

/// Letting an event go on that a consumer could not take.
struct DeliveryRetry: Sendable {
  let engine: Engine
  private static let permission = Permission("deliveries", "update")

  var operation: Operation {
    Operation(
      "deliveries.retry", .post, "/deliveries/{id}/retry",
      Text(
        "Hand on now what a consumer could not take; what waits behind it follows",
        ru: "Передать сейчас то, что потребитель не принял; ждущее за ним последует"),
      access: .permission(Self.permission), parameters: [.recordID, .idempotencyKey],
      responses: [200: Operation.json(Resource.deliveries.schema())], problems: [409], answer: retry
    )
  }

  private func retry(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let record = try RecordStatement(.deliveries, engine.model, id: "\(id)")
    let idempotency = try Idempotency(
      call, path: "/deliveries/\(id)/retry", table: engine.relations.idempotency)
    let once = try await engine.door.once(call, idempotency, status: 200) { caller, condition in
      try caller.require(Self.permission)
      return [
        """
        select was, case when was is not null then set_config('crm.created', \(String(id)), true) end
        from (select system.retry_delivery(\(id)) as was where \(condition)) as change
        """
      ] + record.statements
    }
    if let error = once.passage.error { throw error }
    if !once.isReplayed {
      guard let was = once.passage.results[0].string(0, 0) else { throw Problem.notFound }
      guard was != "waiting" else { throw Problem.deliveryWaits }
    }
    guard let (body, etag) = record.read(Array(once.passage.results.dropFirst())) else {
      throw Problem.notFound
    }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)] + once.headers,
      body: .bytes(body))
  }
}

extension Problem {
  /// 409: the events of a record go in their order.
  static var deliveryWaits: Problem {
    .conflict(
      "delivery_waits",
      Text(
        "An earlier event of the same record is to go first: retry that one.",
        ru: "Сначала должно пройти более раннее событие той же записи: повторите его."))
  }
}
