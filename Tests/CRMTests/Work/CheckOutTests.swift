import CRM
import Postgres
import Support
import Testing

@Suite struct `A document` {
  @Test func `that somebody has checked out is changed by nobody else, nor are its files`()
    async throws
  {
    try await withCRM { crm in
      let (seller, colleague) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let chief = try await crm.as(.administrator)
      let document = try await seller.create("documents", ["title": "Contract"]).id
      let filing = Filing(session: seller)
      let file = try await filing.send([1], name: "contract.bin").id
      #expect(try await filing.link(file, document, "documents").status == 201)
      let other = Filing(session: colleague)
      let first = try await colleague.get("files/\(file)")
      #expect(try await other.replace(file, [2], ifMatch: first.etag).status == 200)

      let taken = try await seller.patch(
        "documents/\(document)", ["checked_out_by": .id(seller.account)])
      #expect(taken.status == 200 && taken["checked_out_at"] != .null, "\(taken.text)")
      let name = try await crm.observed(
        "select name from access.account where id = \(seller.account)"
      ).single.string("name")
      for change in [["title": "x"], ["checked_out_by": nil]] as [JSON] {
        let refused = try await colleague.patch("documents/\(document)", change)
        #expect(refused.status == 422 && refused.text.contains(name), "\(refused.text)")
      }
      let second = try await colleague.get("files/\(file)")
      let replaced = try await other.replace(file, [3], ifMatch: second.etag)
      #expect(replaced.status == 422 && replaced.text.contains(name), "\(replaced.text)")
      let renamed = try await crm.sql(
        colleague, "update system.file set name = 'y' where id = \(file)")
      #expect(renamed.error?.constraint == "file_checked_out")
      let more = try await other.send([9], name: "more.bin").id
      let linked = try await other.link(more, document, "documents")
      #expect(linked.status == 422 && linked.text.contains(name), "\(linked.text)")
      let unlinked = try await crm.sql(
        colleague, "delete from system.file_link where file_id = \(file)")
      #expect(unlinked.error?.constraint == "file_unlink_checked_out")
      #expect(try await filing.replace(file, [4], ifMatch: second.etag).status == 200)
      // Whoever may change all gives it back; nobody takes it for another.
      let given = try await chief.patch("documents/\(document)", ["checked_out_by": nil])
      #expect(given.status == 200 && given["checked_out_at"] == .null, "\(given.text)")
      let pushed = try await chief.patch(
        "documents/\(document)", ["checked_out_by": .id(seller.account)])
      #expect(pushed.status == 422, "\(pushed.text)")
      #expect(try await seller.get("files/\(file)/versions").data.count == 3)
    }
  }

  @Test func `that is to be kept does not go before its day, nor do its files`() async throws {
    try await withCRM { crm in
      let (seller, chief) = (try await crm.as(.sales), try await crm.as(.administrator))
      let folder = try await seller.create("document-folders", ["name": "Contracts"]).id
      let below = try await seller.create(
        "document-folders", ["name": "2030", "parent_id": .id(folder)]
      ).id
      let circle = try await seller.patch("document-folders/\(folder)", ["parent_id": .id(below)])
      #expect(circle.status == 422 && circle.pointers == ["/parent_id"], "\(circle.text)")
      let document = try await seller.create(
        "documents",
        ["title": "Contract", "folder_id": .id(below), "kept_until": "2050-01-01"]
      ).id
      let filing = Filing(session: seller)
      let file = try await filing.send([1], name: "contract.bin").id
      let link = try await filing.link(file, document, "documents").id
      let unlinked = try await crm.sql(chief, "delete from system.file_link where id = \(link)")
      #expect(unlinked.error?.constraint == "file_link_kept")
      for day in ["2049-12-31", nil] as [JSON] {
        let earlier = try await chief.patch("documents/\(document)", ["kept_until": day])
        #expect(earlier.status == 422 && earlier.text.contains("2050-01-01"), "\(earlier.text)")
      }
      let attack = try await crm.sql(chief, "delete from work.document where id = \(document)")
      #expect(attack.error?.constraint == "document_kept")
      // Put away it is still there.
      let gone = try await seller.delete("documents/\(document)")
      #expect(gone.status == 204, "\(gone.text)")
      let kept = try await crm.observed(
        "select archived_at is not null as away from work.document where id = \(document)")
      #expect(try kept.single.bool("away"))
      #expect(try await seller.get("files/\(file)").status == 200)
      let stranger = try await crm.as(.purchasing)
      #expect(try await stranger.get("files/\(file)").status == 404)
    }
  }
}
