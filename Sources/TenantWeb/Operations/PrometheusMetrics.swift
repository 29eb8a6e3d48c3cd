public import Metrics
internal import Synchronization

/// Keeps metrics in memory and writes them in Prometheus's text format.
///
/// It is a backend of swift-metrics: `MetricsSystem.bootstrap(metrics)` lets all libraries report
/// to it, and a server whose configuration has it shows it at `/metrics`
/// to programs of its own machine.
public final class PrometheusMetrics: MetricsFactory, Sendable {

  private struct Family {
    var type: MetricSeries.Kind
    var series: [String: MetricSeries] = [:]
  }

  private let families = Mutex<[String: Family]>([:])

  /// Creates a backend that knows nothing yet.
  public init() {}

  /// A counter that grows.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, .counter)
  }

  /// A counter that grows by fractions.
  public func makeFloatingPointCounter(
    label: String,
    dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, .counter)
  }

  /// A recorder: a histogram when it aggregates, else the last value.
  public func makeRecorder(
    label: String,
    dimensions: [(String, String)],
    aggregate: Bool
  ) -> any RecorderHandler {
    series(label, dimensions, aggregate ? .histogram : .gauge)
  }

  /// A meter: the value it was set to.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, .gauge)
  }

  /// A timer: a histogram of seconds.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, .histogram)
  }

  /// Series stay when their handle goes: a counter must not start again at zero.
  public func destroyCounter(_ handler: any CounterHandler) {}
  /// Series stay when their handle goes.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  /// Series stay when their handle goes.
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  /// Series stay when their handle goes.
  public func destroyMeter(_ handler: any MeterHandler) {}
  /// Series stay when their handle goes.
  public func destroyTimer(_ handler: any TimerHandler) {}

  /// Everything, in the text format of version 0.0.4.
  public var exposition: String {
    let families = families.withLock { $0 }
    var text = ""
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      text += "# TYPE \(name) \(family.type.rawValue)\n"
      for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
        text += series.lines(name: name, labels: labels)
      }
    }
    return text
  }

  func series(
    _ label: String,
    _ dimensions: [(String, String)],
    _ kind: MetricSeries.Kind
  ) -> MetricSeries {
    let name = Self.name(label)
    let labels = dimensions.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }
      .joined(separator: ",")
    return families.withLock { families in
      if let known = families[name]?.series[labels] { return known }
      let new = MetricSeries(families[name]?.type ?? kind)
      families[name, default: Family(type: kind)].series[labels] = new
      return new
    }
  }

  private static func name(_ text: String) -> String {
    let letters = text.utf8.map { byte -> Character in
      let isLetter = byte.isDigit || (byte | 0x20).isLowerCaseLetter
      return isLetter ? Character(Unicode.Scalar(byte)) : "_"
    }
    let name = String(letters)
    return name.utf8.first?.isDigit == true ? "_\(name)" : name
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
