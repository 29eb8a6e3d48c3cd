/// The five-character code by which the server names a condition.
public struct SQLState: RawRepresentable, Hashable, Sendable {
  /// The code, such as `23505`.
  public let rawValue: String

  /// Names a condition by its code.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The class that the condition belongs to.
  public var family: Family { Family(rawValue: String(rawValue.prefix(2))) }

  /// A class of conditions: the first two characters of their codes.
  public struct Family: RawRepresentable, Hashable, Sendable {
    /// The two characters.
    public let rawValue: String

    /// Names a class by its characters.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The connection failed.
    public static let connectionException = Self(rawValue: "08")
    /// A value does not fit its type or range.
    public static let dataException = Self(rawValue: "22")
    /// A constraint was violated.
    public static let integrityConstraintViolation = Self(rawValue: "23")
    /// The transaction was rolled back for a reason outside it.
    public static let transactionRollback = Self(rawValue: "40")
    /// The statement is wrong, or not allowed.
    public static let syntaxErrorOrAccessRuleViolation = Self(rawValue: "42")
    /// The server ran out of something.
    public static let insufficientResources = Self(rawValue: "53")
    /// An operator intervened.
    public static let operatorIntervention = Self(rawValue: "57")
  }

  /// Matches a code by its class, so that `switch` can name families.
  public static func ~= (family: Family, state: SQLState) -> Bool { state.family == family }
}

extension SQLState {
  /// The feature is not supported; also a cached plan whose result type changed.
  public static let featureNotSupported = Self(rawValue: "0A000")
  /// A text is too long for its column.
  public static let stringDataRightTruncation = Self(rawValue: "22001")
  /// A number does not fit its type.
  public static let numericValueOutOfRange = Self(rawValue: "22003")
  /// A division by zero.
  public static let divisionByZero = Self(rawValue: "22012")
  /// A text is not of the form that its type needs.
  public static let invalidTextRepresentation = Self(rawValue: "22P02")
  /// A row is still referred to and must stay.
  public static let restrictViolation = Self(rawValue: "23001")
  /// A column that must have a value has none.
  public static let notNullViolation = Self(rawValue: "23502")
  /// A reference points at nothing.
  public static let foreignKeyViolation = Self(rawValue: "23503")
  /// What a copy brings is not of the form that it says.
  public static let badCopyFileFormat = Self(rawValue: "22P04")
  /// The key exists already.
  public static let uniqueViolation = Self(rawValue: "23505")
  /// A `CHECK` does not hold.
  public static let checkViolation = Self(rawValue: "23514")
  /// Two rows exclude each other.
  public static let exclusionViolation = Self(rawValue: "23P01")
  /// A write in a transaction that only reads.
  public static let readOnlyTransaction = Self(rawValue: "25006")
  /// The transaction has failed and must be rolled back.
  public static let inFailedTransaction = Self(rawValue: "25P02")
  /// No prepared statement of this name.
  public static let invalidStatementName = Self(rawValue: "26000")
  /// The transaction cannot be placed in a serial order; run it again.
  public static let serializationFailure = Self(rawValue: "40001")
  /// Two transactions wait for each other; run it again.
  public static let deadlockDetected = Self(rawValue: "40P01")
  /// The role may not do this, or a row-level policy refused a row.
  public static let insufficientPrivilege = Self(rawValue: "42501")
  /// The statement does not parse.
  public static let syntaxError = Self(rawValue: "42601")
  /// No such table.
  public static let undefinedTable = Self(rawValue: "42P01")
  /// No such column.
  public static let undefinedColumn = Self(rawValue: "42703")
  /// No such parameter of the configuration.
  public static let undefinedObject = Self(rawValue: "42704")
  /// A limit of the protocol or of the server was passed.
  public static let programLimitExceeded = Self(rawValue: "54000")
  /// A lock that must not be waited for is held.
  public static let lockNotAvailable = Self(rawValue: "55P03")
  /// The statement ran longer than it may, or was cancelled.
  public static let queryCanceled = Self(rawValue: "57014")
  /// The server shuts down.
  public static let adminShutdown = Self(rawValue: "57P01")
  /// A function of the schema raised an error.
  public static let raiseException = Self(rawValue: "P0001")
}
