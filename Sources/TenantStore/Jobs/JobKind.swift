/// A kind of work that a module can do later.
public struct JobKind: Sendable {
  /// The stable name, `storefront.import_products`; rows in the database carry it.
  public let name: String
  /// After how many attempts the job is dead, at least 1; a process that ended counts as one.
  public let maximumAttempts: Int
  /// After how long without a sign of life another process takes the job over.
  public let lease: Duration
  /// After how long an attempt is cancelled and counts as failed.
  public let timeLimit: Duration
  /// How long a failed job rests.
  public let retry: JobRetryRule
  /// Does the work, perhaps several times: an attempt may end at any point.
  public let run: @Sendable (JobContext) async throws -> Void

  /// Declares a kind of work.
  ///
  /// - Parameters:
  ///   - name: The stable name, at most 100 characters.
  ///   - maximumAttempts: After how many attempts the job is dead.
  ///   - lease: After how long without a sign of life another process takes over; at least 5 s.
  ///   - timeLimit: After how long an attempt is cancelled.
  ///   - retry: How long a failed job rests.
  ///   - run: Does the work. Returning is success; throwing is a failed attempt.
  public init(
    name: String,
    maximumAttempts: Int = 10,
    lease: Duration = .seconds(30),
    timeLimit: Duration = .seconds(3600),
    retry: JobRetryRule = JobRetryRule(),
    run: @escaping @Sendable (JobContext) async throws -> Void
  ) {
    precondition((1...100).contains(name.count), "A job's name has 1 to 100 characters.")
    precondition(maximumAttempts > 0, "A job is attempted at least once.")
    precondition(lease >= .seconds(5), "A lease is longer than the pause between signs of life.")
    self.name = name
    self.maximumAttempts = maximumAttempts
    self.lease = lease
    self.timeLimit = timeLimit
    self.retry = retry
    self.run = run
  }
}

/// A failure that trying again cannot mend: the job is dead at once.
public struct PermanentJobFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, safe to show to an operator.
  public let description: String

  /// Says what is wrong.
  public init(_ description: String) { self.description = description }
}
