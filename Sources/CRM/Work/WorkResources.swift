extension Resource {
  /// Tasks that lead to one end, with plan and budget.
  static let projects = Resource("projects", table: "work.project", label: "name")
    .key("name_key", for: "name")
    .child("stages", .projectStages, by: "project_id")
    .child("milestones", .projectMilestones, by: "project_id")

  /// A part of a project, one behind the other.
  static let projectStages = Resource(
    "project-stages", table: "work.project_stage", label: "name")

  /// A day by which something of a project is reached.
  static let projectMilestones = Resource(
    "project-milestones", table: "work.project_milestone", label: "name")

  /// What a project has cost beside hours.
  static let projectCosts = Resource("project-costs", table: "work.project_cost", label: "title")

  /// What an hour of somebody costs us, and what a client pays for it.
  static let labourRates = Resource("labour-rates", table: "work.labour_rate", label: "id")

  /// What is to be done, by whom and by when; at any business record, of a project, or alone.
  static let tasks = Resource("tasks", table: "work.task", label: "title")
    .key("title_key", for: "title")
    .stores("title", by: "clients.tidy")
    .hiding("table_name", "closed_month")
    .child("checklist", .checklistItems, by: "task_id")
    .child("tags", .taskTags, by: "task_id")
    .child("watchers", .taskWatchers, by: "task_id")
    .child("dependencies", .taskDependencies, by: "task_id")

  /// A step of a task.
  static let checklistItems = Resource(
    "checklist-items", table: "work.checklist_item", label: "title")

  /// A mark that is set on a task.
  static let taskTags = Resource("task-tags", table: "work.task_tag", label: "id")

  /// Who sees a task and is told of it.
  static let taskWatchers = Resource("task-watchers", table: "work.task_watcher", label: "id")

  /// What somebody says about a task.
  static let taskComments = Resource("task-comments", table: "work.task_comment", label: "body")

  /// How long a task stood in a state and stage.
  static let taskStays = Resource("task-stays", table: "work.task_stay", label: "state")
    .only()

  /// What happened to a task in another program, before it came here.
  static let taskEvents = Resource(
    "task-events", table: "work.task_event", label: "activity"
  ).newestFirst(by: "happened_at")

  /// A task that begins when another one has ended.
  static let taskDependencies = Resource(
    "task-dependencies", table: "work.task_dependency", label: "id")

  /// Who worked how long on what, and for which client.
  static let timeEntries = Resource("time-entries", table: "work.time_entry", label: "note")
    .hiding("worked_month")

  /// What is to be done again and again, and when.
  static let taskRules = Resource("task-rules", table: "work.task_rule", label: "title")
    .key("title_key", for: "title")
    .stores("title", by: "clients.tidy")
    .stores("rule", by: "work.tidy_rule")

  /// People at one time, perhaps in a room.
  static let meetings = Resource("meetings", table: "work.meeting", label: "title")
    .key("title_key", for: "title")
    .child("participants", .meetingParticipants, by: "meeting_id")
    .child("reservations", .reservations, by: "meeting_id")

  /// By which meetings come again, and how far they are made.
  static let meetingRules = Resource("meeting-rules", table: "work.meeting_rule", label: "rule")
    .only()

  /// A person of theirs or an account of ours in a meeting.
  static let meetingParticipants = Resource(
    "meeting-participants", table: "work.meeting_participant", label: "answer")

  /// A room, equipment or vehicle that meetings reserve.
  static let facilities = Resource("facilities", table: "work.facility", label: "name")
    .key("name_key", for: "name")

  /// A facility that a meeting has for its time.
  static let reservations = Resource("reservations", table: "work.reservation", label: "id")

  /// Where documents lie.
  static let documentFolders = Resource(
    "document-folders", table: "work.document_folder", label: "name"
  )
  .key("name_key", for: "name")

  /// A contract, an order or the like, with its files.
  static let documents = Resource("documents", table: "work.document", label: "title")
    .key("title_key", for: "title")
    .stores("title", by: "clients.tidy")
    .child("links", .documentLinks, by: "document_id")

  /// A record that a document is about.
  static let documentLinks = Resource(
    "document-links", table: "work.document_link", label: "label"
  )
  .hiding("table_name")

  /// What the area of work serves.
  static let work = [
    projects, projectStages, projectMilestones, projectCosts, labourRates, tasks, checklistItems,
    taskTags, taskWatchers,
    taskComments, taskStays, taskEvents, taskDependencies, timeEntries, taskRules,
    meetings, meetingRules, meetingParticipants, facilities, reservations, documentFolders,
    documents, documentLinks,
  ]
}
