extension Resource {
  /// What everybody has done in each month, how much of it on time and how fast.
  static let employeeFigures = Resource(
    "employee-figures", table: "reports.employee_figure", label: "month"
  )
  .newestFirst(by: "month")
  .only()

  /// The same for every department, with all below it.
  static let departmentFigures = Resource(
    "department-figures", table: "reports.department_figure", label: "month"
  )
  .newestFirst(by: "month")
  .only()

  /// The same for the whole enterprise.
  static let firmFigures = Resource("firm-figures", table: "reports.firm_figure", label: "month")
    .newestFirst(by: "month")
    .only()

  /// What the area of reports serves.
  static let reports = [employeeFigures, departmentFigures, firmFigures]
}
