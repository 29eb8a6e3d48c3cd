internal import TenantWeb

/// A drawing with its table, for the template `recommend/plot`.
///
/// The drawing has a name and a description, and the table holds every value of it, so that nobody
/// needs to see it.
struct PlotView {
  /// A line or an area.
  struct Shape {
    /// The kind: `past`, `middle`, `inner`, `outer`, `goal`, `point` or `chosen`.
    let kind: String
    let path: String
  }

  /// A mark on the lower edge.
  struct Label {
    let x: Double
    let text: String
  }

  let id: String
  let title: String
  let description: String
  let scale: PlotScale
  let shapes: [Shape]
  let labels: [Label]
  /// What ticks of the rows are called.
  let tick: (Double) -> String
  /// What the shapes mean, by kind.
  let legend: [(kind: String, text: String)]
  let points: [(kind: String, x: Double, y: Double)]
  let columns: [String]
  /// The first cell of a row names it.
  let rows: [[String]]
  let tableTitle: String

  var view: View {
    let edges = PlotScale.edges
    let size = "0 0 \(PlotScale.text(PlotScale.width)) \(PlotScale.text(PlotScale.height))"
    return [
      "id": id, "title": title, "description": description, "box": size,
      "grid": scale.ticks.map { value -> View in
        [
          "y": PlotScale.text(scale.y(value)), "x1": edges.left, "x2": edges.right,
          "label": PlotScale.labelColumn, "text": tick(value),
        ]
      },
      "labels": labels.map {
        ["x": PlotScale.text(scale.x($0.x)), "y": PlotScale.labelRow, "text": $0.text] as View
      },
      "shapes": shapes.filter { !$0.path.isEmpty }
        .map { ["kind": $0.kind, "path": $0.path] as View },
      "points": points.map {
        [
          "kind": $0.kind, "x": PlotScale.text(scale.x($0.x)), "y": PlotScale.text(scale.y($0.y)),
        ] as View
      },
      "legend": legend.map { ["kind": $0.kind, "text": $0.text] as View },
      "tableTitle": tableTitle,
      "columns": columns.map { ["text": $0] as View },
      "rows": rows.map { cells -> View in
        [
          "name": cells.first ?? "",
          "cells": cells.dropFirst().map { ["text": $0] as View },
        ]
      },
    ]
  }
}
