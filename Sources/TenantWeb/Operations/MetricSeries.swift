internal import Metrics
internal import Synchronization

/// The values of one metric with one set of labels.
final class MetricSeries: CounterHandler, FloatingPointCounterHandler, RecorderHandler,
  MeterHandler, TimerHandler
{
  /// What a metric is in Prometheus.
  enum Kind: String, Sendable {
    case counter
    case gauge
    case histogram
  }

  private struct State {
    var value = 0.0
    var count: UInt64 = 0
    var buckets: [UInt64]
  }

  /// Upper bounds in seconds, from what a page takes to what nobody waits for.
  private static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]

  let kind: Kind
  private let state: Mutex<State>

  init(_ kind: Kind) {
    self.kind = kind
    let count = kind == .histogram ? Self.bounds.count : 0
    state = Mutex(State(buckets: Array(repeating: 0, count: count)))
  }

  func increment(by amount: Int64) { increment(by: Double(amount)) }
  func increment(by amount: Double) { state.withLock { $0.value += amount } }
  func decrement(by amount: Double) { state.withLock { $0.value -= amount } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { state.withLock { $0.value = value } }
  func reset() { state.withLock { $0.value = 0 } }
  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Double) {
    guard kind == .histogram else { return set(value) }
    state.withLock { state in
      state.value += value
      state.count += 1
      if let index = Self.bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
    }
  }

  /// The lines of the exposition.
  func lines(name: String, labels: String) -> String {
    let state = state.withLock { $0 }
    let braces = labels.isEmpty ? "" : "{\(labels)}"
    guard kind == .histogram else { return "\(name)\(braces) \(state.value)\n" }
    let lead = labels.isEmpty ? "" : labels + ","
    var text = ""
    var sum: UInt64 = 0
    for (bound, count) in zip(Self.bounds, state.buckets) {
      sum += count
      text += "\(name)_bucket{\(lead)le=\"\(bound)\"} \(sum)\n"
    }
    text += "\(name)_bucket{\(lead)le=\"+Inf\"} \(state.count)\n"
    return text + "\(name)_sum\(braces) \(state.value)\n\(name)_count\(braces) \(state.count)\n"
  }
}
