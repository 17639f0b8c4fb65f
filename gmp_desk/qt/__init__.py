"""The desktop: windows, dialogs and inputs. The only place that knows Qt."""
