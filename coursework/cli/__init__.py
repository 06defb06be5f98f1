"""Commands: `flask course`, `flask people`, and serving."""
