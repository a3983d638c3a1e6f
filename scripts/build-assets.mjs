// Builds the one stylesheet and the one script of Concordat into ui/static/dist/.
//
//   npm run build            once, compressed
//   npm run watch            again whenever a source changes
//
// The folder is git-ignored; names stay plain, Django's manifest storage hashes them.
import { cpSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import * as esbuild from 'esbuild'
import * as sass from 'sass'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const source = join(root, 'ui', 'assets')
const target = join(root, 'ui', 'static', 'dist')
const icons = ['favicon.svg', 'icon-180.png']

function styles () {
  const result = sass.compile(join(source, 'concordat.scss'), {
    loadPaths: [join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true
  })
  const css = esbuild.transformSync(result.css, { loader: 'css', minify: true }).code
  const outside = css.match(/url\(["']?(https?:)?\/\/[^)]*\)/g)
  if (outside) {
    throw new Error(`The stylesheet calls other sites: ${outside.join(', ')}`)
  }
  writeFileSync(join(target, 'concordat.css'), css)
}

function script () {
  esbuild.buildSync({
    entryPoints: [join(source, 'concordat.mjs')],
    outfile: join(target, 'concordat.js'),
    nodePaths: [join(root, 'node_modules')],
    bundle: true,
    format: 'esm',
    minify: true,
    legalComments: 'none',
    target: ['es2020']
  })
}

function build () {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  styles()
  script()
  for (const icon of icons) {
    cpSync(join(source, icon), join(target, icon))
  }
  for (const name of ['concordat.css', 'concordat.js']) {
    const size = gzipSync(readFileSync(join(target, name))).length
    console.log(`${name}: ${(size / 1000).toFixed(1)} kB compressed`)
  }
}

build()
if (process.argv.includes('--watch')) {
  watch(source, () => {
    try {
      build()
    } catch (problem) {
      console.error(problem.message)
    }
  })
}
