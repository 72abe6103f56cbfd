import tinymce from 'tinymce'
import 'tinymce/icons/default'
import 'tinymce/models/dom'
import 'tinymce/themes/silver'
import 'tinymce/skins/ui/oxide/skin.css'
import 'tinymce/plugins/lists'
import 'tinymce/plugins/table'

document.querySelector('#app')!.innerHTML = '<textarea id="t">&lt;p&gt;Words to begin with.&lt;/p&gt;</textarea>'
void tinymce.init({
  selector: '#t',
  height: 500,
  skin: false,
  content_css: false,
  content_style: 'body { font: 16px sans-serif; caret-color: transparent } table { border-collapse: collapse }',
  plugins: 'lists table',
  toolbar: 'undo redo | bold italic | bullist numlist | table',
  promotion: false,
  branding: false,
})
Object.assign(globalThis, { tinymce })
