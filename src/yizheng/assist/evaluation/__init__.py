"""The evaluation commands: `yizheng assist eval-routing | eval-similar | eval-pairs` (contract: docs/explanation/assist.md)."""
