//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

const (
	uvPin       = "uv==0.13.9"
	gunicornPin = "gunicorn==23.0.0"
)

// installPretix returns a virtual environment that holds pretix.
func installPretix(ctx context.Context, w workspace, c cache, py python, v version) (venv string, err error) {
	constraints, pinned := v.constraints()
	name := fmt.Sprintf("pretix-%s-python%s-%s", v, py.version,
		digest(runtime.GOOS, runtime.GOARCH, py.path, uvPin, gunicornPin, constraints))
	return c.entry(ctx, name, func(dir string) error {
		progress("installing pretix %s with Python %s (once)…", v, py.version)
		if !pinned {
			progress("no dependencies are pinned for pretix %s: taking the newest ones it accepts", v)
		}
		i := installer{w, dir, w.path("constraints.txt")}
		if err := os.WriteFile(i.constraints, []byte(constraints), 0o600); err != nil {
			return fmt.Errorf("writing the constraints: %w", err)
		}
		if _, err := w.run(ctx, exec.Command(py.path, "-I", "-m", "venv", dir)); err != nil {
			return fmt.Errorf("making a virtual environment: %w", err)
		}
		if err := i.install(ctx, v); err != nil {
			return fmt.Errorf("installing pretix %s (can the package index be reached?): %w", v, err)
		}
		return nil
	})
}

type installer struct {
	workspace
	venv        string
	constraints string
}

func (i installer) install(ctx context.Context, v version) error {
	if v.major() < 4 {
		return i.installOld(ctx, v)
	}
	if err := i.pip(ctx, uvPin); err != nil {
		return err
	}
	return i.python(ctx, "uv", "pip", "install", "--quiet", "--python", venvPython(i.venv),
		"--constraint", i.constraints, "pretix=="+string(v), gunicornPin)
}

// installOld serves releases whose dependencies declare themselves in a way that newer tools refuse.
func (i installer) installOld(ctx context.Context, v version) error {
	if err := i.pip(ctx, "setuptools<58", "wheel<0.38"); err != nil {
		return err
	}
	return i.pip(ctx, "--no-build-isolation", "pretix=="+string(v), "django-countries<7", gunicornPin)
}

func (i installer) pip(ctx context.Context, args ...string) error {
	return i.python(ctx, append([]string{"pip", "install", "--quiet", "--no-input",
		"--disable-pip-version-check", "--constraint", i.constraints}, args...)...)
}

// python runs a module. It keeps the user's environment, which may say how to reach the package index.
func (i installer) python(ctx context.Context, args ...string) error {
	cmd := exec.Command(venvPython(i.venv), append([]string{"-I", "-m"}, args...)...)
	cmd.Env = append(os.Environ(), "UV_PYTHON_DOWNLOADS=never")
	_, err := i.run(ctx, cmd)
	return err
}

func venvPython(venv string) string { return filepath.Join(venv, "bin", "python") }
