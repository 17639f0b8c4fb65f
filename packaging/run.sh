#!/usr/bin/env bash
# Run the program's main job on the sample plans: check them, then export them as Word and Excel files to out/.
set -eu
cd "$(dirname "$0")/.."
gmp_desk=(.venv/bin/python -m gmp_desk)
samples=(resources/samples/*.gmpplan)

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "GMP Desk has no window yet, so it does its main job on the sample plans: it checks and exports them."
else
  echo "There is no display for a window, so GMP Desk does its main job on the sample plans: it checks and exports them."
fi

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
