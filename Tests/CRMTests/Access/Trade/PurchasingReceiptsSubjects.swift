import CRM
import Postgres
import Support

extension Subject {
  static let purchasingReceipts: [String: Subject] = [:]
}

extension VerbCase {
  static let purchasingReceipts: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let purchasingReceipts: [ScopeRow] = []
}
