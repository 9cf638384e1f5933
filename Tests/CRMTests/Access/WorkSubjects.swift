import CRM
import Postgres
import Support

extension Subject {
  /// What the area of work serves, by resource.
  static let work: [String: Subject] = [
    "projects": placed("work.project") { mark in ["name": .string(mark)] },
    "tasks": placed("work.task") { mark in ["title": .string(mark)] },
    "documents": placed("work.document") { mark in ["title": .string(mark)] },
    "document_folders": placed("work.document_folder") { mark in ["name": .string(mark)] },
    "document_links": Subject(
      table: "work.document_link", madeInArchived: true,
      fields: { world, relation, mark in
        let document = try await whole(world, relation, "work.document", ["title": "Whole"])
        let place = relation == .absent ? .own : relation
        let project = try await whole(world, place, "work.project", ["name": "Whole"])
        return [
          "document_id": .id(document), "resource": "projects", "record_id": .id(project),
          "external_source": .string(mark),
        ]
      }),
    "task_rules": placed("work.task_rule") { mark in ["title": .string(mark)] },
    "meetings": placed("work.meeting") { mark in hour.merging(["title": .string(mark)]) { $1 } },
    "meeting_participants": part("work.meeting_participant", of: "work.meeting") { world, mark in
      ["account_id": .id(world.spare), "external_source": .string(mark)]
    },
    "reservations": part("work.reservation", of: "work.meeting") { world, mark in
      let facility = try await world.insert("work.facility", ["name": .string("room \(mark)")])
      return ["facility_id": .id(facility), "external_source": .string(mark)]
    },
    "meeting_rules": Subject(
      table: "work.meeting_rule", marked: false,
      make: { world, relation, mark in
        let id = try await whole(
          world, relation, "work.meeting", hour.merging(["title": .string(mark)]) { $1 })
        return try await world.insert(
          "work.meeting_rule",
          [
            "meeting_id": .id(id), "rule": "FREQ=WEEKLY", "starts_at": hour["starts_at"] ?? .null,
            "made_until": hour["starts_at"] ?? .null,
          ])
      }),
    "facilities": Subject(
      table: "work.facility", relations: [.other, .archived, .absent], placed: false,
      fields: { _, _, mark in ["name": .string(mark)] }, away: ["archived_at": past]),
    "project_stages": part("work.project_stage", of: "work.project") { _, mark in
      ["name": .string(mark)]
    },
    "project_milestones": part("work.project_milestone", of: "work.project") { _, mark in
      ["name": .string(mark), "due_on": "2030-01-01"]
    },
    "project_costs": part("work.project_cost", of: "work.project") { world, mark in
      let currency = try await unit(world)
      return [
        "title": .string(mark), "amount": "10", "currency": currency,
      ]
    },
    "labour_rates": Subject(
      table: "work.labour_rate", relations: [.other, .absent], placed: false,
      fields: { world, _, mark in
        let currency = try await unit(world)
        let day = JSON.string("\(2000 + World.number() % 7000)-01-01")
        return [
          "account_id": .id(world.spare), "cost": "10", "price": "20",
          "currency": currency, "valid_from": day, "valid_until": day,
          "external_source": .string(mark),
        ]
      }),
    "checklist_items": part("work.checklist_item", of: "work.task") { _, mark in
      ["title": .string(mark)]
    },
    "task_tags": part("work.task_tag", of: "work.task") { world, mark in
      let tag = try await world.insert("clients.tag", ["name": .string("tag \(mark)")])
      return ["tag_id": .id(tag), "external_source": .string(mark)]
    },
    "task_watchers": part("work.task_watcher", of: "work.task") { world, mark in
      ["account_id": .id(world.spare), "external_source": .string(mark)]
    },
    "task_comments": part("work.task_comment", of: "work.task") { _, mark in
      ["body": .string(mark)]
    },
    "task_events": part("work.task_event", of: "work.task") { _, mark in
      [
        "happened_at": "2020-01-01T00:00:00Z", "activity": "Opened", "state": "open",
        "external_source": "test", "external_key": .string(mark),
      ]
    },
    "task_dependencies": part("work.task_dependency", of: "work.task") { world, mark in
      let before = try await world.insert(
        "work.task", ["title": "Before", "owner_id": .id(world.caller.account)])
      return ["predecessor_id": .id(before), "external_source": .string(mark)]
    },
    "time_entries": placed("work.time_entry") { mark in
      ["minutes": 30, "worked_on": "2030-01-01", "note": .string(mark)]
    },
    "task_stays": Subject(
      table: "work.task_stay", audited: false, marked: false,
      make: { world, relation, mark in
        let task = try await whole(world, relation, "work.task", ["title": .string(mark)])
        return try await world.arranger.rows(
          "select id from work.task_stay where task_id = \(task)")[0].int("id")
      }),
  ]

  private static let past: JSON = "2020-01-01T00:00:00Z"

  private static let hour: Fields = [
    "starts_at": "2030-01-01T09:00:00+00:00", "ends_at": "2030-01-01T10:00:00+00:00",
  ]

  /// A record with owner and department.
  private static func placed(
    _ table: String, _ more: @escaping @Sendable (String) -> Fields
  ) -> Subject {
    Subject(
      table: table,
      fields: { world, relation, mark in
        more(mark).merging(place(world, relation)) { $1 }
      }, away: ["archived_at": past])
  }

  private static func place(_ world: World, _ relation: Relation) -> Fields {
    [
      "owner_id": .id(world.accounts[relation]),
      "department_id": .id(world.departments[relation == .absent ? .own : relation]),
    ]
  }

  private static func unit(_ world: World) async throws -> JSON {
    _ = try await world.arranger.execute(
      """
      insert into system.currency (code, name_en, name_ru) values ('QQW', 'Q', 'Q')
      on conflict do nothing
      """)
    return "QQW"
  }

  /// Makes a record of the relation, to which others belong.
  static func whole(
    _ world: World, _ relation: Relation, _ table: String, _ fields: Fields
  ) async throws -> Int {
    if relation == .absent { return World.nowhere }
    var all = fields.merging(place(world, relation)) { $1 }
    if relation == .archived { all["archived_at"] = past }
    return try await world.insert(table, all)
  }

  /// A record that belongs to a project, a task or a meeting, made with it.
  private static func part(
    _ table: String, of parent: String,
    _ more: @escaping @Sendable (World, String) async throws -> Fields
  ) -> Subject {
    let noun = parent.replacing("work.", with: "")
    let whole: Fields =
      switch noun {
      case "project": ["name": "Whole"]
      case "meeting": hour.merging(["title": "Whole"]) { $1 }
      default: ["title": "Whole"]
      }
    return Subject(
      table: table, madeInArchived: true,
      fields: { world, relation, mark in
        let id = try await Self.whole(world, relation, parent, whole)
        return try await more(world, mark).merging(["\(noun)_id": .id(id)]) { $1 }
      })
  }
}
