import CRM
import Postgres
import Support
import Testing

@Suite struct `A document about a record` {
  @Test func `is seen with its files by whoever sees the record, and changed by nobody more`()
    async throws
  {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let chief = try await crm.as(.administrator)
      let project = try await buyer.create("projects", ["name": "Warehouse"]).id
      let own = try await seller.create("projects", ["name": "Shop"]).id
      let document = try await seller.create(
        "documents",
        ["title": "Lease", "links": [["resource": "projects", "record_id": .id(own)]]]
      ).id
      let filing = Filing(session: seller)
      let file = try await filing.send([1], name: "lease.bin").id
      #expect(try await filing.link(file, document, "documents").status == 201)
      #expect(try await buyer.get("documents/\(document)").status == 404)

      // Nobody names a record that he does not see, or what is no record to be about.
      for (resource, record, field) in [
        ("projects", project, "/record_id"), ("documents", document, "/resource"),
        ("accounts", seller.account, "/resource"), ("nonsense", 1, "/resource"),
      ] {
        let refused = try await seller.post(
          "document-links",
          [
            "document_id": .id(document), "resource": .string(resource), "record_id": .id(record),
          ])
        #expect(refused.status == 422 && refused.pointers == [field], "\(refused.text)")
      }
      let forged = try await crm.sql(
        seller,
        """
        insert into work.document_link (document_id, resource, record_id, table_name)
        values (\(document), 'projects', \(project), 'clients.party')
        """)
      #expect(forged.error?.constraint == "document_link_seen")

      let link = try await chief.create(
        "document-links",
        ["document_id": .id(document), "resource": "projects", "record_id": .id(project)])
      #expect(try await buyer.get("documents/\(document)").status == 200)
      #expect(try await buyer.get("documents").data.map { $0["id"] } == [.id(document)])
      #expect(try await buyer.get("files/\(file)").status == 200)
      #expect(try await buyer.patch("documents/\(document)", ["title": "x"]).status == 403)
      let taken = try await crm.sql(
        buyer, "delete from work.document_link where document_id = \(document) returning id",
        "update work.document set title = 'x' where id = \(document) returning id")
      #expect(taken.error == nil && taken.results.allSatisfy { $0.isEmpty })
      #expect(try await chief.delete("document-links/\(link.id)").status == 204)
      #expect(try await buyer.get("files/\(file)").status == 404)
    }
  }
}
