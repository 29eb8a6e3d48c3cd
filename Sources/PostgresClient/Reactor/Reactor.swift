internal import CPostgres
internal import Dispatch
internal import Foundation
internal import Synchronization

/// What a reactor drives: it is called on the reactor's thread only.
protocol ReactorClient: AnyObject {
  /// A watched descriptor can be read or written.
  func descriptorIsReady(tag: UInt64)
  /// Everything at hand was done; answers how many milliseconds to sleep at most, -1 for ever.
  func turnEnded() -> Int32
}

/// One thread that waits for descriptors and runs what is posted to it, in order.
///
/// 1. Work and jobs enter by the mailbox only; the thread takes all of it at once.
/// 2. A poster rings the bell only when the thread sleeps. The thread says so before it looks into
///    the mailbox a last time, the poster looks after it has put its work there: one of the two
///    sees the other.
/// 3. Between two turns the descriptors are polled, so that posted work cannot starve them. A turn
///    runs what jobs of the thread make ready at once, but only so many times.
/// 4. Jobs that the thread itself makes ready take neither the lock nor the bell.
///
/// Sendable because the mailbox is locked, the flag is atomic, `client` is set before the thread
/// starts and read by it alone, and `ownJobs` belongs to the thread.
final class Reactor: SerialExecutor, TaskExecutor, @unchecked Sendable {
  private struct Mailbox {
    var work: [@Sendable () -> Void] = []
    var jobs: [UnownedJob] = []
    var isStopped = false
  }

  private let poll = cradle_poll_create()
  private let bell = cradle_bell_create()
  private let mailbox = Mutex(Mailbox())
  private let isAsleep = Atomic(false)
  private let thread = Atomic<UInt>(0)
  private var client: (any ReactorClient)?
  /// Jobs that became ready on the thread itself.
  private var ownJobs: [UnownedJob] = []
  /// Runs what arrives after the thread has ended, still one at a time.
  private let afterwards = DispatchQueue(label: "cradle.postgres.afterwards")

  init() {
    precondition(poll >= 0 && bell >= 0, "The process has no descriptor left for a pool.")
    _ = cradle_poll_watch(poll, bell, 1, 0, Self.bellTag)
  }

  deinit {
    Foundation.close(poll)
    Foundation.close(bell)
  }

  func start(_ client: any ReactorClient) {
    self.client = client
    let thread = Thread { self.run() }
    thread.name = "cradle.postgres"
    thread.start()
  }

  /// Ends the thread after the turn in which it is called.
  func stop() {
    mailbox.withLock { $0.isStopped = true }
    wake()
  }

  /// Runs work on the thread; after the reactor has stopped the work is dropped.
  ///
  /// - Returns: False when the reactor has stopped.
  @discardableResult
  func post(_ work: @escaping @Sendable () -> Void) -> Bool {
    let accepted = mailbox.withLock { mailbox in
      guard !mailbox.isStopped else { return false }
      mailbox.work.append(work)
      return true
    }
    if accepted { wake() }
    return accepted
  }

  func watch(_ descriptor: Int32, reads: Bool, writes: Bool, tag: UInt64) {
    _ = cradle_poll_watch(poll, descriptor, reads ? 1 : 0, writes ? 1 : 0, tag)
  }

  func forget(_ descriptor: Int32) {
    cradle_poll_forget(poll, descriptor)
  }

  var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isCurrent {
      ownJobs.append(job)
      return
    }
    let accepted = mailbox.withLock { mailbox in
      guard !mailbox.isStopped else { return false }
      mailbox.jobs.append(job)
      return true
    }
    if accepted {
      wake()
    } else {
      afterwards.async { self.perform(job) }
    }
  }

  func checkIsolated() {
    precondition(isCurrent, "This runs on the reactor's thread only.")
  }

  private static let bellTag: UInt64 = 0

  private func wake() {
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { cradle_bell_ring(bell) }
  }

  private func perform(_ job: UnownedJob) {
    unsafe job.runSynchronously(
      isolatedTo: asUnownedSerialExecutor(),
      taskExecutor: asUnownedTaskExecutor()
    )
  }

  private func run() {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    var current = Mailbox()
    var own: [UnownedJob] = []
    while !current.isStopped {
      takeMail(into: &current)
      deliver(current)
      runOwnJobs(&own)
      let patience = client?.turnEnded() ?? -1
      if ownJobs.isEmpty { isAsleep.store(true, ordering: .sequentiallyConsistent) }
      waitForDescriptors(hasWork ? 0 : patience)
    }
    takeMail(into: &current)
    deliver(current)
    while !ownJobs.isEmpty { runOwnJobs(&own) }
    client = nil
    thread.store(0, ordering: .relaxed)
  }

  private var hasWork: Bool {
    guard ownJobs.isEmpty else { return true }
    return mailbox.withLock { !$0.work.isEmpty || !$0.jobs.isEmpty || $0.isStopped }
  }

  private func deliver(_ mail: Mailbox) {
    for work in mail.work { work() }
    for job in mail.jobs { perform(job) }
  }

  /// Runs what the thread made ready, and what that makes ready, before it looks at descriptors.
  private func runOwnJobs(_ own: inout [UnownedJob]) {
    var rounds = 0
    while !ownJobs.isEmpty, rounds < Self.roundsPerTurn {
      swap(&own, &ownJobs)
      for job in own { perform(job) }
      own.removeAll(keepingCapacity: true)
      rounds += 1
    }
  }

  private static let roundsPerTurn = 8

  /// Swaps the boxes, so that both keep their capacity.
  private func takeMail(into current: inout Mailbox) {
    current.work.removeAll(keepingCapacity: true)
    current.jobs.removeAll(keepingCapacity: true)
    mailbox.withLock { mailbox in
      swap(&mailbox.work, &current.work)
      swap(&mailbox.jobs, &current.jobs)
      current.isStopped = mailbox.isStopped
    }
  }

  private func waitForDescriptors(_ milliseconds: Int32) {
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { tags in
      let count = unsafe cradle_poll_wait(poll, tags.baseAddress, 64, milliseconds)
      isAsleep.store(false, ordering: .sequentiallyConsistent)
      for index in 0..<Int(count) {
        let tag = unsafe tags[index]
        if tag == Self.bellTag {
          cradle_bell_silence(bell)
        } else {
          client?.descriptorIsReady(tag: tag)
        }
      }
    }
  }
}
