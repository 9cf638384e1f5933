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

  /// Leads, pipelines and deals.
  static let salesDeals: [Resource] = [pipelines, stages, lostReasons, deals, dealStays]
}

extension RecordVerb {
  static let salesDeals: [RecordVerb] = [dealStage, dealWinning, dealLoss, dealReopening]
}
