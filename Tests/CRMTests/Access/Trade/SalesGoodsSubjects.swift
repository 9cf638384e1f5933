import CRM
import Postgres
import Support

extension Subject {
  static let salesGoods: [String: Subject] = [:]
}

extension VerbCase {
  static let salesGoods: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let salesGoods: [ScopeRow] = []
}
