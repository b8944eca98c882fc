"""The page on which an office sets its configuration (配置, handbook 16): what holds, from when, what was before."""
