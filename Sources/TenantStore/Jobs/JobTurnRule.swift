/// Which tenants' jobs are begun next: each in its turn, a share at a time.
///
/// A tenant that gave as many jobs as it was asked for goes to the end of the line, so whoever joins
/// waits for at most one share of each other tenant, however many jobs those have waiting.
package struct JobTurns {
  /// How many jobs of one tenant are asked for.
  package struct Share: Hashable {
    package let tenant: TenantID
    package let limit: Int
  }

  /// Tenants of which it is not known that nothing is due.
  package private(set) var line: [TenantID] = []
  private var members: Set<TenantID> = []

  /// An empty line.
  package init() {}

  /// Puts tenants that have due jobs at the end of the line.
  package mutating func join(_ tenants: [TenantID]) {
    for tenant in tenants where members.insert(tenant).inserted { line.append(tenant) }
  }

  /// The next shares, which leave the line until ``settle(_:taken:)``.
  ///
  /// - Parameters:
  ///   - room: How many jobs there is room for.
  ///   - most: Of at most how many tenants.
  ///   - allowance: How many more jobs of a tenant may be held; one that has none keeps its place.
  /// - Returns: One share of each tenant that is called.
  package mutating func next(room: Int, most: Int, allowance: (TenantID) -> Int) -> [Share] {
    guard room > 0 else { return [] }
    var called: [Share] = []
    for tenant in line where called.count < min(room, most) {
      let allowed = allowance(tenant)
      if allowed > 0 { called.append(Share(tenant: tenant, limit: allowed)) }
    }
    let each = max(1, room / max(1, called.count))
    let shares = called.map { Share(tenant: $0.tenant, limit: min(each, $0.limit)) }
    let gone = Set(shares.map(\.tenant))
    line.removeAll { gone.contains($0) }
    members.subtract(gone)
    return shares
  }

  /// Takes a tenant back in when it may have more.
  package mutating func settle(_ share: Share, taken: Int) {
    if taken == share.limit { join([share.tenant]) }
  }
}

/// How many jobs a worker takes beyond those that it can begin at once.
package enum JobAheadRule {
  /// What a worker finishes in a tenth of a second, so that short jobs are claimed and recorded by
  /// the dozen while long ones stay free for other processes.
  package static func ahead(concurrency: Int, meanSeconds: Double?, most: Int) -> Int {
    guard let meanSeconds else { return 0 }
    return Int(min(Double(most), Double(concurrency) * 0.1 / max(meanSeconds, 1e-6)))
  }
}
