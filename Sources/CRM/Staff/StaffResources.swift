extension Resource {
  /// A post in a department, with the places that are planned.
  static let positions = Resource("positions", table: "staff.position", label: "title")
    .key("title_key", for: "title")

  /// The places of a post that are planned, taken and free today.
  static let vacancies = Resource("vacancies", table: "staff.vacancy", label: "title")
    .key("title_key", for: "title")
    .only()

  /// A person who works, or has worked, for the enterprise.
  static let employees = Resource("employees", table: "staff.employee", label: "name")
    .key("name_key", for: "name")

  /// The days on which somebody holds a post.
  static let employments = Resource(
    "employments", table: "staff.employment", label: "valid_from"
  ).newestFirst(by: "valid_from")

  /// The days on which somebody heads a department.
  static let headships = Resource("headships", table: "staff.headship", label: "valid_from")
    .newestFirst(by: "valid_from")

  /// The days on which somebody reports to a manager.
  static let reportingLines = Resource(
    "reporting-lines", table: "staff.reporting_line", label: "valid_from"
  ).newestFirst(by: "valid_from")

  /// Something that people can do.
  static let skills = Resource("skills", table: "staff.skill", label: "name")
    .key("name_key", for: "name")

  /// How well somebody can do it.
  static let employeeSkills = Resource(
    "employee-skills", table: "staff.employee_skill", label: "level")

  /// A passport, permit or certificate of an employee.
  static let personalDocuments = Resource(
    "personal-documents", table: "staff.personal_document", label: "number")

  /// A role that the holders of a post have.
  static let positionRoles = Resource(
    "position-roles", table: "staff.position_role", label: "id"
  ).only("create", "delete")

  /// That somebody has left, and what became of his.
  static let departures = Resource("departures", table: "staff.departure", label: "last_day")
    .newestFirst(by: "last_day")
    .only()

  /// What the area of staff serves.
  static let staff =
    [
      positions, vacancies, employees, employments, headships, reportingLines, skills,
      employeeSkills, personalDocuments, positionRoles, departures,
    ] + workingTime
}
