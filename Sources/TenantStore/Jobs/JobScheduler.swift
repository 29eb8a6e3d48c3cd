internal import Foundation
public import Logging
import Synchronization

/// Asks for the jobs that modules schedule, for every tenant that has enabled the module.
///
/// Any number of processes may do so beside each other: a slot is taken by one conditional statement
/// in the transaction that writes its job. Slots that were missed, because no process ran, become
/// one job, with the last of them as its time.
public final class JobScheduler: Sendable {
  private struct Entry: Hashable {
    let tenant: TenantID
    let schedule: String
  }

  private let database: TenantDatabase
  private let modules: [TenantModule]
  private let tenants: @Sendable () -> [TenantSnapshot]
  private let logger: Logger
  /// When each schedule's next slot comes, in the zone that the tenant had then.
  private let next = Mutex<[Entry: (zone: TimeZone, slot: Date)]>([:])

  /// Prepares a scheduler.
  ///
  /// - Parameters:
  ///   - database: Where jobs are asked for.
  ///   - modules: The modules whose schedules count.
  ///   - tenants: The tenants as they are now.
  ///   - logger: Hears of schedules that could not be read.
  public init(
    database: TenantDatabase,
    modules: [TenantModule],
    tenants: @escaping @Sendable () -> [TenantSnapshot],
    logger: Logger
  ) {
    self.database = database
    self.modules = modules
    self.tenants = tenants
    self.logger = logger
  }

  /// Asks for jobs as their slots come, until the task is cancelled.
  public func run() async {
    repeat {
      await requestDue()
    } while (try? await Task.sleep(for: .seconds(1))) != nil
  }

  /// Asks for the jobs whose slots have come.
  ///
  /// - Returns: The jobs that this call asked for.
  @discardableResult
  public func requestDue() async -> [JobID] {
    var requested: [JobID] = []
    for tenant in tenants() {
      for module in modules where tenant.isEnabled(module: module.name) {
        for schedule in module.schedules {
          do {
            if let id = try await request(schedule, for: tenant) { requested.append(id) }
          } catch {
            logger.warning(
              "schedule could not be read",
              metadata: ["schedule": "\(schedule.name)", "error": "\(error)"]
            )
          }
        }
      }
    }
    return requested
  }

  private func request(_ schedule: JobSchedule, for tenant: TenantSnapshot) async throws -> JobID? {
    let entry = Entry(tenant: tenant.id, schedule: schedule.name)
    let now = database.environment.now()
    if let slot = known(entry, in: tenant.timeZone), slot > now { return nil }
    let scope = database.scope(tenant.id)
    guard let considered = try await scope.consideredUntil(schedule.name) else { return nil }
    let following = schedule.rule.next(after: considered, in: tenant.timeZone)
    guard following <= now else {
      note(following, of: entry, in: tenant.timeZone)
      return nil
    }
    let slot = schedule.rule.latest(upTo: now, in: tenant.timeZone) ?? following
    let id = try await database.transaction(for: tenant.id) { transaction -> JobID? in
      guard try await transaction.takeSlots(of: schedule.name, from: considered, to: now) else {
        return nil
      }
      return try await transaction.enqueue(schedule.request(for: slot))
    }
    note(schedule.rule.next(after: now, in: tenant.timeZone), of: entry, in: tenant.timeZone)
    return id
  }

  @inline(never)  // Decision 7.
  private func known(_ entry: Entry, in zone: TimeZone) -> Date? {
    next.withLock { next in next[entry].flatMap { $0.zone == zone ? $0.slot : nil } }
  }

  @inline(never)  // Decision 7.
  private func note(_ slot: Date, of entry: Entry, in zone: TimeZone) {
    next.withLock { $0[entry] = (zone, slot) }
  }
}
