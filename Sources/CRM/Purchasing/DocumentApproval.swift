import Postgres

extension RecordVerb {
  static let purchaseOrderSubmission = submission(
    of: .purchaseOrders, Text("Submit an order", ru: "Отправить заказ на согласование")
  ) { "purchasing.submit_order(\($0))" }

  static let purchaseOrderWithdrawal = withdrawal(
    of: .purchaseOrders, Text("Take an order back", ru: "Вернуть заказ в черновик")
  ) { "purchasing.withdraw_order(\($0))" }

  static let purchaseOrderApproval = approval(
    of: .purchaseOrders, Text("Approve an order", ru: "Согласовать заказ")
  ) { "purchasing.decide_order(\($0), 'approved', \($1))" }

  static let purchaseOrderRejection = rejection(
    of: .purchaseOrders, Text("Reject an order", ru: "Отклонить заказ")
  ) { "purchasing.decide_order(\($0), 'rejected', \($1))" }

  static let requisitionSubmission = submission(
    of: .requisitions, Text("Submit a requisition", ru: "Отправить заявку на согласование")
  ) { "purchasing.submit_requisition(\($0))" }

  static let requisitionWithdrawal = withdrawal(
    of: .requisitions, Text("Take a requisition back", ru: "Вернуть заявку в черновик")
  ) { "purchasing.withdraw_requisition(\($0))" }

  static let requisitionApproval = approval(
    of: .requisitions, Text("Approve a requisition", ru: "Согласовать заявку")
  ) { "purchasing.decide_requisition(\($0), 'approved', \($1))" }

  static let requisitionRejection = rejection(
    of: .requisitions, Text("Reject a requisition", ru: "Отклонить заявку")
  ) { "purchasing.decide_requisition(\($0), 'rejected', \($1))" }

  /// A draft begins its approval, with the steps that the rules ask for.
  private static func submission(
    of resource: Resource, _ summary: Text, _ call: @escaping @Sendable (Int) -> SQL
  ) -> RecordVerb {
    RecordVerb(
      id: "\(resource.key).submit", method: .post, resource: resource, noun: "submission",
      summary: summary, permission: Permission(resource.key, "submit"),
      rules: ["approval_covered": noRule]
    ) { id, _ in call(id) }
  }

  /// What was submitted or rejected is a draft again; its steps stay as history.
  private static func withdrawal(
    of resource: Resource, _ summary: Text, _ call: @escaping @Sendable (Int) -> SQL
  ) -> RecordVerb {
    RecordVerb(
      id: "\(resource.key).withdraw", method: .delete, resource: resource, noun: "submission",
      summary: summary, permission: Permission(resource.key, "submit")
    ) { id, _ in call(id) }
  }

  private static func approval(
    of resource: Resource, _ summary: Text, _ call: @escaping @Sendable (Int, SQL) -> SQL
  ) -> RecordVerb {
    RecordVerb(
      id: "\(resource.key).approve", method: .post, resource: resource, noun: "approval",
      summary: summary, permission: Permission(resource.key, "approve"),
      body: [.optional("reason", .text(2000), "A remark on the decision.")], rules: refusals
    ) { id, body in call(id, body["reason"]) }
  }

  private static func rejection(
    of resource: Resource, _ summary: Text, _ call: @escaping @Sendable (Int, SQL) -> SQL
  ) -> RecordVerb {
    RecordVerb(
      id: "\(resource.key).reject", method: .post, resource: resource, noun: "rejection",
      summary: summary, permission: Permission(resource.key, "approve"),
      body: [.required("reason", .text(2000), "Why.")], rules: refusals
    ) { id, body in call(id, body["reason"]) }
  }

  /// Why somebody cannot decide the step whose turn it is.
  private static let refusals: [String: Problem] = [
    "approval_step_not_own": .conflict(
      "own_document",
      Text(
        "Nobody decides about what he wrote, owns or submitted, nor stands in for who did.",
        ru: "Нельзя решать о своём и отправленном собой, в том числе замещая автора.")),
    "approval_step_once": .conflict(
      "decided_already",
      Text(
        "You have decided a step of it already: the next one waits for somebody else.",
        ru: "Вы уже решили один шаг: следующий ждёт другого.")),
    "approval_step_entitled": .conflict(
      "not_your_step",
      Text(
        "The step whose turn it is waits for somebody else.",
        ru: "Шаг, чья очередь настала, ждёт решения другого.")),
  ]

  private static let noRule = Problem.conflict(
    "no_approval_rule",
    Text(
      "No approval rule covers it: an administrator makes one, from amount 0 on in its currency.",
      ru:
        "Ни одно правило согласования не подходит: администратор добавляет его с суммы 0 в валюте документа."
    ))
}
