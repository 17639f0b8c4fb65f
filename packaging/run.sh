#!/usr/bin/env bash
# Open the window; without a display, check the sample plans and export them as Word and Excel files to out/.
set -eu
cd "$(dirname "$0")/.."
gmp_desk=(.venv/bin/python -m gmp_desk)
samples=(resources/samples/*.gmpplan)

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "${gmp_desk[@]}"
fi
echo "There is no display for a window, so GMP Desk does its main job on the sample plans: it checks and exports them."

# 1 says that a plan has errors to settle, which the sample plans may have.
"${gmp_desk[@]}" check "${samples[@]}" || [ $? -eq 1 ]

mkdir -p out
for sample in "${samples[@]}"; do
  name=$(basename "$sample" .gmpplan)
  for suffix in docx xlsx; do
    "${gmp_desk[@]}" export "$sample" "out/$name.$suffix" --force
  done
done
echo "The Word and Excel files are in $PWD/out"
