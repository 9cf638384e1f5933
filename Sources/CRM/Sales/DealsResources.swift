extension Resource {
  /// The stages that deals of a kind go through.
  static let pipelines = Resource("pipelines", table: "sales.pipeline", label: "name")
    .child("stages", .stages, by: "pipeline_id")

  /// Where a deal stands in its pipeline.
  static let stages = Resource("stages", table: "sales.stage", label: "name")

  /// Why a deal was lost.
  static let lostReasons = Resource("lost-reasons", table: "sales.lost_reason", label: "name")

  /// What may be sold to whom, for how much and when.
  static let deals = Resource("deals", table: "sales.deal", label: "title")
    .key("title_key", for: "title")

  /// How long a deal stood in a stage.
  static let dealStays = Resource("deal-stays", table: "sales.deal_stay", label: "id").only()

  /// A deal with what its stage says of it.
  static let dealCards = Resource("deal-cards", table: "sales.deal_card", label: "title").only()

  /// How deals go, by who sells, what is sold and to whom.
  static let dealFigures = Resource("deal-figures", table: "sales.deal_figure", label: "dimension")
    .only()

  /// What is expected and what was won, by month.
  static let forecasts = Resource("forecasts", table: "sales.forecast", label: "month").only()

  /// How much a seller, a team or a department shall win.
  static let salesTargets = Resource("sales-targets", table: "sales.sales_target", label: "id")

  /// Plan and fact.
  static let targetProgresses = Resource(
    "target-progresses", table: "sales.target_progress", label: "id"
  ).only()

  /// Who may become a client.
  static let leads = Resource("leads", table: "sales.lead", label: "name")
    .key("name_key", for: "name")
    .stores("name", "company", "phone", by: "clients.tidy")
    .stores("email", by: "sales.tidy_email")

  /// To whom which leads are given.
  static let assignmentRules = Resource(
    "assignment-rules", table: "sales.assignment_rule", label: "name"
  ).child("members", .ruleMembers, by: "assignment_rule_id")

  /// To whom a rule gives leads, and from where.
  static let ruleMembers = Resource("rule-members", table: "sales.rule_member", label: "id")

  /// Leads, pipelines and deals.
  static let salesDeals: [Resource] = [
    pipelines, stages, lostReasons, deals, dealStays, dealCards, dealFigures, forecasts,
    salesTargets, targetProgresses, leads, assignmentRules, ruleMembers,
  ]
}

extension RecordVerb {
  static let salesDeals: [RecordVerb] = [
    dealStage, dealWinning, dealLoss, dealReopening, leadAssignment, leadQualification,
    leadDisqualification, leadConversion,
  ]
}
