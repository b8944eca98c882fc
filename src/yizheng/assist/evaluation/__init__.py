"""The commands `yizheng assist eval-routing | eval-similar | eval-pairs`; see docs/explanation/assist.md."""
