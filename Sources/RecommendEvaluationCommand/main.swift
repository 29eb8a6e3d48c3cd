import RecommendEvaluation

await RecommendEvaluationTool.runProcess()
