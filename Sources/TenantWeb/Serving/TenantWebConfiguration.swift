/// How a server treats requests; the defaults suit the internet.
public struct TenantWebConfiguration: Sendable {
  /// The most bytes that a body may have.
  public var bodyLimitBytes = 1 << 20
  /// The most bytes of files that all requests together may hold at the same time.
  public var uploadLimitBytes = 128 << 20
  /// How long a request may take.
  public var deadline: Duration = .seconds(30)
  /// How often a client may ask.
  public var rateLimits = RateLimits()
  /// Whether `X-Forwarded-For` and `X-Forwarded-Proto` come from a proxy of the operator.
  public var trustsProxy = false
  /// Whether tenants answer at `/t/NAME` on hosts that belong to no tenant.
  public var servesNamedTenants = true
  /// Whether pages name the narrower renditions of pictures, because something makes them.
  public var offersRenditions = false
  /// What `/metrics` shows to programs of this machine; nothing answers there without it.
  public var metrics: PrometheusMetrics?

  /// Creates the default configuration.
  public init() {}
}

/// How often clients may ask, as token buckets in the memory of the process.
///
/// The defaults leave room for an office behind one address.
public struct RateLimits: Sendable {
  /// One bucket: how much it holds and how fast it fills.
  public struct Rate: Sendable, Hashable {
    /// Requests that may come at once.
    public var burst: Int
    /// Requests a second in the long run.
    public var perSecond: Double

    /// Creates a rate.
    public init(burst: Int, perSecond: Double) {
      self.burst = burst
      self.perSecond = perSecond
    }
  }

  /// Requests of one client address; nothing sets no limit.
  public var perAddress: Rate? = Rate(burst: 600, perSecond: 100)
  /// Requests of one session; nothing sets no limit.
  public var perSession: Rate? = Rate(burst: 200, perSecond: 20)

  /// Messages, such as codes to sign in, that one client address has sent by one shop; nothing sets
  /// no limit.
  public var messagesPerAddress: Rate? = Rate(burst: 10, perSecond: 1.0 / 60)
  /// Requests of one client address to one shop that cost seconds of a processor; nothing sets no
  /// limit.
  public var programsPerAddress: Rate? = Rate(burst: 10, perSecond: 0.1)
  /// Requests of one client address to one shop that read much; nothing sets no limit.
  public var readingsPerAddress: Rate? = Rate(burst: 60, perSecond: 1)

  /// Creates the default limits.
  public init() {}

  /// No limits, for load tests.
  public static var off: Self {
    var limits = Self()
    limits.perAddress = nil
    limits.perSession = nil
    limits.messagesPerAddress = nil
    limits.programsPerAddress = nil
    limits.readingsPerAddress = nil
    return limits
  }
}
