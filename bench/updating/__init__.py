"""What bench.updates measures: changes, the snapshot's file, memory, and how soon a change is in every deck."""
