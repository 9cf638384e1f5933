import CRM
import Postgres
import Support

extension Subject {
  /// What clients' care, sales and purchasing serve, by resource.
  static let trade: [String: Subject] = [
    clientsCare, clientsHandOff, salesGoods, salesQuotes, salesOrders, salesDeals, salesContracts,
    purchasingOrders, purchasingReceipts, salesStock, ledger, bank, invoicing,
    financeReports,
  ].reduce(into: [:]) { all, part in all.merge(part) { $1 } }
}

extension VerbCase {
  /// Every verb of a record that the matrix tries, by operation.
  static let all: [String: VerbCase] = [
    clientsCare, clientsHandOff, salesGoods, salesQuotes, salesOrders, salesDeals, salesContracts,
    purchasingOrders, purchasingReceipts, ledger, bank, invoicing, financeReports,
  ].reduce(into: [:]) { all, part in all.merge(part) { $1 } }
}

extension ScopeRow {
  /// Rows of tables with owners, one of each for everybody whom the tests of scopes need.
  static let trade: [ScopeRow] =
    clientsCare + clientsHandOff + salesGoods + salesQuotes + salesOrders + salesDeals
    + salesContracts + purchasingOrders + purchasingReceipts + bank + invoicing + financeReports
}
