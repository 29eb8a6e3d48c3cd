public import TenantStore

/// What the members of one first month did in one later month.
public struct CohortMonth: Hashable, Sendable {
  /// The month of the first order, counted from January of year 0.
  public let cohort: Int
  /// The month, counted in the same way.
  public let month: Int
  /// How many members of the cohort ordered in it.
  public let members: Int64
  /// What they paid, less what went back, in minor units.
  public let revenue: Int64

  /// Describes a month of a cohort.
  public init(cohort: Int, month: Int, members: Int64, revenue: Int64) {
    self.cohort = cohort
    self.month = month
    self.members = members
    self.revenue = revenue
  }
}

/// Members who ordered for the first time in one month, and what became of them.
public struct Cohort: Hashable, Sendable {
  /// The month of the first order, counted from January of year 0.
  public let month: Int
  /// How many ordered in that month, and in each one after it, up to the present one.
  public let members: [Int64]
  /// What they had paid by the end of each of these months, in minor units.
  public let revenue: [Int64]

  /// How many there are.
  public var size: Int64 { members.first ?? 0 }
  /// The first month as `YYYY-MM`.
  public var name: String {
    let month = month % 12 + 1
    return "\(self.month / 12)-\(month < 10 ? "0" : "")\(month)"
  }
}

/// What cohorts come to; the definitions stand in `Families.md`.
public enum CohortRule {
  /// A month counted from January of year 0.
  public static func month(of day: CalendarDate) -> Int { day.year * 12 + day.month - 1 }

  /// The cohorts with a place for each month up to one, the earliest first.
  public static func cohorts(_ cells: [CohortMonth], through last: Int) -> [Cohort] {
    Dictionary(grouping: cells.filter { $0.cohort <= last }, by: \.cohort).sorted {
      $0.key < $1.key
    }
    .map { first, cells in
      var members = [Int64](repeating: 0, count: last - first + 1)
      var revenue = members
      for cell in cells where (first...last).contains(cell.month) {
        members[cell.month - first] += cell.members
        revenue[cell.month - first] += cell.revenue
      }
      var sum: Int64 = 0
      for index in revenue.indices {
        sum += revenue[index]
        revenue[index] = sum
      }
      return Cohort(month: first, members: members, revenue: revenue)
    }
  }

  /// The share of members who ordered in the month that is so many after their first, over all cohorts
  /// for which that month is over; each member weighs the same.
  public static func retention(_ cohorts: [Cohort]) -> [Double] {
    averages(cohorts, \.members)
  }

  /// What a member had paid on average by the end of the month that is so many after the first, in
  /// minor units, over all cohorts for which that month is over.
  public static func lifetimeValue(_ cohorts: [Cohort]) -> [Double] {
    averages(cohorts, \.revenue)
  }

  private static func averages(_ cohorts: [Cohort], _ values: KeyPath<Cohort, [Int64]>) -> [Double]
  {
    // The last month of each cohort is the present one, and not over.
    let most = cohorts.map { $0.members.count - 1 }.max() ?? 0
    return (0..<max(0, most)).map { index in
      let old = cohorts.filter { $0.members.count - 1 > index }
      let size = old.reduce(0) { $0 + $1.size }
      return size == 0
        ? 0 : Double(old.reduce(0) { $0 + $1[keyPath: values][index] }) / Double(size)
    }
  }
}
